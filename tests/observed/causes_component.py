"""How the published answers about third-party platforms are provoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .backend import Answer, Backend, Cause

COMPONENT_TOKEN = "/cgi-bin/component/api_component_token"
AUTHORIZER_TOKEN = "/cgi-bin/component/api_authorizer_token"

WORLD = {"apps": {"platform": {"kind": "component", "authorizers": ["club"]}, "club": {"kind": "official"}}}


def ticket(backend: Backend) -> str:
    return str(backend.mockwx.push("component_verify_ticket", send=False).ticket)


def buy(backend: Backend, text: str, **changes: str) -> Answer:
    given = {"component_appid": backend.appid, "component_appsecret": backend.secret, "component_verify_ticket": text}
    return backend.post(COMPONENT_TOKEN, given | changes)


def wrong_ticket(backend: Backend) -> Answer:
    return buy(backend, ticket(backend)[:-1])


def old_ticket(backend: Backend) -> Answer:
    text = ticket(backend)
    backend.mockwx.advance("12h")
    return buy(backend, text)


def no_component(backend: Backend) -> Answer:
    return buy(backend, ticket(backend), component_appid=backend.mockwx.apps["club"].appid)


def renewed(wait: str = "") -> Callable[[Backend], Answer]:
    def do(backend: Backend) -> Answer:
        token = buy(backend, ticket(backend)).json["component_access_token"]
        if wait:
            backend.mockwx.advance(wait)
        given: dict[str, Any] = {"component_appid": backend.appid, "authorizer_refresh_token": None}
        given["authorizer_appid"] = backend.mockwx.apps["club"].appid
        return backend.post(AUTHORIZER_TOKEN, given, component_access_token=token)

    return do


CAUSES = {
    "web-051": Cause(Backend.fetch_token, "2020-03-01", WORLD),
    "web-067": Cause(wrong_ticket, world=WORLD),
    "web-068": Cause(wrong_ticket, world=WORLD),
    "web-069": Cause(old_ticket, world=WORLD, lead=12 * 3600),
    "web-070": Cause(no_component, world=WORLD),
    "web-071": Cause(renewed(), world=WORLD),
    "web-072": Cause(renewed("2h"), world=WORLD, lead=7200),
}
