"""What is played, as values: the steps of a scenario, what is expected of them, and the backend that it asks."""

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
    within: int | None = None
    """Milliseconds of real time."""


class Step(Struct, frozen=True):
    verb: str
    """``phone.login``; of a backend's action ``backend.`` and its name."""
    args: Mapping[str, Any] = field(default_factory=dict)
    keep: str | None = None
    """The name under which its value is kept."""
    parallel: int = 1
    expect: StepExpectation = StepExpectation()

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


class Action(Struct, frozen=True):
    """How a backend is asked for one thing. Variables are the step's arguments and what this user's answers saved."""

    method: str
    path: str
    body: Any = UNSET
    """Sent as JSON, unless UNSET."""
    form: Mapping[str, Any] | None = None
    query: Mapping[str, Any] | None = None
    headers: Mapping[str, Any] = field(default_factory=dict)
    save: Mapping[str, JsonPath] = field(default_factory=dict)


class AnswerPattern(Struct, frozen=True):
    """An answer that means an outcome: it has this status and these values."""

    status: Statuses | None = None
    values: JsonValues = ()


class BackendDescription(Struct, frozen=True):
    """What is said of a backend; None where nothing is."""

    url: str | None = None
    timeout: int | None = None
    """Milliseconds of real time."""
    headers: Mapping[str, Any] | None = None
    actions: Mapping[str, Action] | None = None
    outcomes: Mapping[Outcome, tuple[AnswerPattern, ...]] | None = None

    def over(self, other: BackendDescription) -> BackendDescription:
        """Both together; where they differ, this one is right. Headers, actions and outcomes differ one by one."""
        return BackendDescription(
            url=self.url if self.url is not None else other.url,
            timeout=self.timeout if self.timeout is not None else other.timeout,
            headers={**(other.headers or {}), **(self.headers or {})},
            actions={**(other.actions or {}), **(self.actions or {})},
            outcomes={**(other.outcomes or {}), **(self.outcomes or {})},
        )

    @property
    def only_its_url(self) -> bool:
        said = (self.timeout, self.headers, self.actions, self.outcomes)
        return all(each is None for each in said)
