"""Results: what was played, what came, and where it differs from what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from mockwx.client import JournalEntry

Verdict = Literal["passed", "failed", "skipped"]


class Difference(Struct, frozen=True):
    """Texts for people. ``more``: lines that explain it."""

    expected: str
    came: str
    more: tuple[str, ...] = ()


class ShownAnswer(Struct, frozen=True):
    """One answer, as it may be shown: secrets are masked."""

    outcome: str
    """Empty for the phone's own answers."""
    shown: str
    seconds: float = 0.0


class StepResult(Struct, frozen=True):
    number: int
    verb: str
    args: str
    """As written."""
    user: str = ""
    answers: tuple[ShownAnswer, ...] = ()
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    played: bool = True


class PlayResult(Struct, frozen=True):
    """One scenario in one world; with ``each: rule``, one of its rules."""

    file: str
    name: str
    rule: str | None
    verdict: Verdict
    seconds: float = 0.0
    steps: tuple[StepResult, ...] = ()
    differences: tuple[Difference, ...] = ()
    """Of the whole, such as calls to WeChat that did not come."""
    calls: tuple[JournalEntry, ...] = ()
    reason: str = ""
    """Why it was skipped."""

    @property
    def title(self) -> str:
        return self.name if self.rule is None else f"{self.name} [{self.rule}]"


def counts(results: Sequence[PlayResult]) -> dict[str, int]:
    return {verdict: sum(each.verdict == verdict for each in results) for verdict in ("passed", "failed", "skipped")}
