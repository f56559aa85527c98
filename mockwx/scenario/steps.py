"""The steps of a scenario as values, with what is expected of each and of all calls in the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

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
