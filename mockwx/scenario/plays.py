"""What is played, as values: the steps of a scenario, what is expected of them, and how a backend is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import UNSET, Struct, field

from mockwx.core.text.spans import Span, spell_span

OUTCOMES = ("ok", "refused", "unavailable", "crashed")
Outcome = Literal["ok", "refused", "unavailable", "crashed"]


class JsonPath(Struct, frozen=True):
    """``$.user.id``: the way to one value in an answer."""

    text: str
    keys: tuple[str | int, ...]

    def __str__(self) -> str:
        return self.text


JsonValues = tuple[tuple[JsonPath, Any], ...]
"""Paths with the value that is wanted there, in which ``$name`` stands for another."""


class Statuses(Struct, frozen=True):
    """``200``, ``4xx``, ``400..499`` or a list of such."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, status: int) -> bool:
        return any(first <= status <= last for first, last in self.ranges)

    def __str__(self) -> str:
        return " or ".join(str(first) if first == last else f"{first}..{last}" for first, last in self.ranges)


class StepExpectation(Struct, frozen=True):
    """What the answers to one step must be."""

    outcome: tuple[str, ...] = ()
    """Any of these will do."""
    status: Statuses | None = None
    outcomes: Mapping[Outcome, Span] = field(default_factory=dict)
    """How many of parallel answers mean what."""
    values: JsonValues = ()
    never_contains: tuple[str, ...] = ()
    same: tuple[tuple[str | JsonPath, Any], ...] = ()
    """A path, or the name under which the action saves it; and the value to compare it with, if one is said."""
    differs: tuple[tuple[str | JsonPath, Any], ...] = ()
    """The like, with the value that it must not be."""
    within: int | None = None
    """Milliseconds of real time."""


class Extra(Struct, frozen=True):
    """What a client sends of its own: more, less or something else than the backend file says."""

    body: Mapping[str, Any] = field(default_factory=dict)
    """Into the JSON or the form, whichever the request has; ``userInfo.openId`` goes into the object ``userInfo``."""
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    cookies: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    """Variables whose fields, query parameters and headers are left away: ``("code",)``, ``("session",)``."""


class Step(Struct, frozen=True):
    verb: str
    """``phone.login``; of a backend's action ``backend.`` and its name."""
    args: Mapping[str, Any] = field(default_factory=dict)
    keep: str | None = None
    """The name under which its value is kept."""
    parallel: int = 1
    expect: StepExpectation = StepExpectation()
    branches: tuple[Mapping[str, Any], ...] = ()
    """What each of its parallel requests has beside ``args``, or in their place; empty: all are the same."""
    extra: Extra | None = None
    """Of a backend's action; variables in it are those of the arguments."""

    @property
    def action(self) -> str | None:
        """The action that it asks the backend for; None for a step of the phone, of WeChat or of the clock."""
        family, _, name = self.verb.partition(".")
        return name if family == "backend" else None


class CallExpectation(Struct, frozen=True):
    """Which calls must have come to WeChat; with nothing said of their number, at least one."""

    api: str | None = None
    user: str | None = None
    app: str | None = None
    errcode: int | None = None
    """Only calls answered with it; 0 is success."""
    errcodes: Mapping[int, Span] = field(default_factory=dict)
    """How many of them were answered with which errcode."""
    count: Span | None = None

    def as_mapping(self) -> dict[str, Any]:
        """As ``POST verify`` takes it."""
        mapping: dict[str, Any] = {"api": self.api, "user": self.user, "app": self.app, "errcode": self.errcode}
        if self.errcodes:
            mapping["errcode"] = {str(code): spell_span(count) for code, count in self.errcodes.items()}
        if self.count is not None:
            mapping["count"] = spell_span(self.count)
        return {key: value for key, value in mapping.items() if value is not None}


class Expectation(Struct, frozen=True):
    """What must be true in the end."""

    calls: tuple[CallExpectation, ...] = ()
    unused_rules: Literal["fail", "allow"] = "allow"


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
