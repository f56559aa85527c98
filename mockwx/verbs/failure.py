"""How a phone spells a failure of wx.*: errMsg, and errno from base library 2.24.0 on; older spellings by date.

The wordings were published, some with a year; the days between them are assumed.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from mockwx.core.clock import parse_instant
from mockwx.core.people.accounts import User
from mockwx.verbs import base_library
from mockwx.verbs.verb import VerbContext

ERRNO_SINCE = "2.24.0"
"""Of the base library (documented)."""
COLON_GONE = parse_instant("2020-01-01T00:00:00+08:00")
"""Refusals of the older years were spelt ``api:fail:user deny``."""
FAIL_CAME = parse_instant("2018-01-01T00:00:00+08:00")
"""The oldest say ``api:user deny``."""


class Failure(Struct, frozen=True):
    text: str
    errno: int | None = None
    en: str = ""
    """What an English phone says, where it is known to say something else."""
    older: str = ""
    """What it said before 2020, where that was something else; the day is assumed."""
    glue: str = ":fail "
    """Between the api and the text."""
    aged: bool = False
    """Its glue was another in the older years."""
    bare: bool = False
    """The text is the whole errMsg."""


NOT_AUTHORIZED = Failure("privacy permission is not authorized", 104)
IN_GAP = Failure("privacy permission is not authorized in gap", 104)
NOT_DECLARED = Failure("api scope is not declared in the privacy agreement", 112)
NO_GUIDE = Failure("please go to mp to announce your privacy usage", 1025)
NO_TAP = Failure("click action before resolve is needed", 104)
"""Seen in mini games, where the page's dialog agrees without a tap."""
NO_DIALOG = Failure("please implement the privacy pop-up feature", 1026)
PRIVACY_FAILURES = {
    "privacy": NOT_AUTHORIZED,
    "privacy_gap": IN_GAP,
    "privacy_scope": NOT_DECLARED,
    "privacy_guide": NO_GUIDE,
    "privacy_dialog": NO_DIALOG,
    "privacy_tap": NO_TAP,
}
"""By the name that ``deny`` takes, for every api that asks for personal data."""


def failed(context: VerbContext, user: User, api: str, failure: Failure) -> dict[str, Any]:
    text = failure.en if failure.en and user.language == "en" else failure.text
    if failure.older and context.now < COLON_GONE:
        text = failure.older
    answer: dict[str, Any] = {"errMsg": text if failure.bare else f"{api}{_glue(context, failure)}{text}"}
    if failure.errno is not None and base_library.has(user, ERRNO_SINCE):
        answer["errno"] = failure.errno
    return answer


def _glue(context: VerbContext, failure: Failure) -> str:
    if not failure.aged or context.now >= COLON_GONE:
        return failure.glue
    return ":fail:" if context.now >= FAIL_CAME else ":"
