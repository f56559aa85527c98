"""Modes: the environment variables that tell frameworks whether they run for developers or for everybody.

Some answers of a backend, stack traces above all, are those of its mode: a finding about them says which it was.
"""

from __future__ import annotations

from collections.abc import Mapping

MODES = (
    "NODE_ENV",  # Express, Koa, Nest and most of JavaScript
    "EGG_SERVER_ENV",
    "MIDWAY_SERVER_ENV",
    "SPRING_PROFILES_ACTIVE",
    "QUARKUS_PROFILE",
    "MICRONAUT_ENVIRONMENTS",
    "APP_ENV",  # Laravel, Symfony, Hyperf
    "APP_DEBUG",  # Laravel, ThinkPHP
    "PHP_APP_DEBUG",  # ThinkPHP, from outside its .env
    "YII_ENV",
    "YII_DEBUG",
    "CI_ENVIRONMENT",  # CodeIgniter
    "FLASK_ENV",
    "FLASK_DEBUG",
    "QUART_DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_CONFIGURATION",
    "DJANGO_DEBUG",
    "SANIC_DEBUG",
    "DEBUG",
    "GIN_MODE",
    "BEEGO_RUNMODE",
    "GF_GMODE",  # GoFrame
    "GO_ENV",
    "ROCKET_PROFILE",
    "RAILS_ENV",
    "RACK_ENV",
    "MIX_ENV",  # Phoenix
    "ASPNETCORE_ENVIRONMENT",
    "DOTNET_ENVIRONMENT",
    "DENO_ENV",
    "ENVIRONMENT",
)


def modes_in(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in MODES if environment.get(name)}
