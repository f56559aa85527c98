"""The actions of a backend file as values: how a backend is asked, and where its answers hold what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import UNSET, Struct, field

from mockwx.scenario.steps import JsonPath, Outcome, Statuses, Step

Place = Literal["json", "header", "cookie", "jwt", "text", "link"]


class AnswerPath(Struct, frozen=True):
    """``$.token``, ``$header.X-Token``, ``$cookie.sid``, ``$jwt.sub``, ``$text``, ``$link``: where an answer has it."""

    text: str
    place: Place = "json"
    keys: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return self.text


class SavedValue(Struct, frozen=True):
    """Where the value stands that an action keeps."""

    path: AnswerPath
    action: str | None = None
    """The action that is asked for it, right after this one was answered ``ok``; None: this one."""
    within: AnswerPath | None = None
    """The value of the answer in which ``path`` leads on, such as one of several JWTs."""


class ValuePattern(Struct, frozen=True):
    """Which values fit: any of those listed, in any of the ranges, or what else is said; of several, all must fit."""

    any_of: tuple[Any, ...] | None = None
    ranges: tuple[tuple[float | None, float | None], ...] = ()
    """First and last; None: open."""
    present: bool | None = None
    contains: tuple[str, ...] = ()
    matches: str | None = None
    """A regular expression of the kind that takes linear time, found anywhere in the text."""


class AnswerPattern(Struct, frozen=True):
    """An answer that means an outcome: it has this status and these values, headers and texts."""

    status: Statuses | None = None
    values: tuple[tuple[JsonPath, ValuePattern], ...] = ()
    headers: tuple[tuple[str, ValuePattern], ...] = ()
    text: ValuePattern | None = None
    """Of the body as it came."""
    means: tuple[Outcome, ...] = ()
    """Of the pattern for anything else: what it means."""


AnswerPatterns = Mapping[str, tuple[AnswerPattern, ...]]
"""By what they mean: an outcome, several joined by `` or ``, or ``anything else``."""
ANYTHING_ELSE: Literal["anything else"] = "anything else"
OR = " or "


def outcomes_in(meaning: str) -> tuple[str, ...]:
    """The outcomes that an answer may have, of which one was told apart from no other: ``refused or unavailable``."""
    return tuple(meaning.split(OR))


class ActionRequest(Struct, frozen=True):
    """One HTTP request. Variables are the step's arguments, what its phone steps gave, and what is saved."""

    method: str
    path: str
    body: Any = UNSET
    """Sent as JSON, unless UNSET."""
    form: Mapping[str, Any] | None = None
    query: Mapping[str, Any] | None = None
    headers: Mapping[str, Any] = field(default_factory=dict)
    save: Mapping[str, SavedValue] = field(default_factory=dict)
    outcomes: AnswerPatterns = field(default_factory=dict)
    """How its answer says what it means, where that differs from the backend's other answers."""
    opens_url: bool = False
    """Where a step gives a ``url``, that is opened in place of path and query."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Action(Struct, frozen=True):
    """How a backend is asked for one thing: by one request, or by several in turn."""

    requests: tuple[ActionRequest, ...]
    before: tuple[Step, ...] = ()
    """What the phone does first, for the user who asks."""
    app: str | None = None
    """Of several apps, the one whose login this is; None: the first."""

    @property
    def saves(self) -> frozenset[str]:
        """The names under which it keeps values."""
        return frozenset(name for request in self.requests for name in request.save)
