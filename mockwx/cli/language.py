"""``--lang``: the language of reports, by default that of the locale."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from mockwx.core.text.bilingual import Language

F = TypeVar("F", bound=Callable[..., Any])


def language_option(command: F) -> F:
    return click.option(
        "--lang",
        "language",
        type=click.Choice(["zh", "en", "both"]),
        default=lambda: language_of(os.environ),
        help="Of the report; by default that of the locale, and both where it is neither Chinese nor English.",
    )(command)


def language_of(environ: Mapping[str, str]) -> Language:
    """By the first of the variables that POSIX asks for messages."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    match locale.lower().partition("_")[0].partition(".")[0].partition("-")[0]:
        case "zh":
            return "zh"
        case "en":
            return "en"
        case _:
            return "both"
