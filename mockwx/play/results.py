"""Results: what was played, what came, and where it differs from what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Text
from mockwx.play.flaws import Flaw
from mockwx.scenario.about import About

Verdict = Literal["passed", "failed", "skipped"]


class Difference(Struct, frozen=True):
    """``more``: lines that explain it."""

    expected: Text
    came: Text
    flaw: Flaw
    """What it shows of the backend."""
    more: tuple[Text, ...] = ()
    refusal: Text | None = None
    """What WeChat, of which nothing bad was wanted, answered instead of something good."""


class ShownAnswer(Struct, frozen=True):
    """One answer, as it may be shown: secrets are masked."""

    outcome: str
    """Empty for the phone's own answers."""
    shown: Text
    seconds: float = 0.0


class StepResult(Struct, frozen=True):
    number: int
    verb: str
    args: str
    """As written."""
    user: str = ""
    answers: tuple[ShownAnswer, ...] = ()
    differences: tuple[Difference, ...] = ()
    notes: tuple[Text, ...] = ()
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
    reason: Text | None = None
    """Why it was skipped."""
    about: About = About()
    backend: str = ""
    """Where the backend listens."""
    wechat: str = ""
    """Where the mockwx is that it should ask."""
    via: str | None = None
    """How its calls to WeChat's own hosts are led there; None: they are not."""

    @property
    def title(self) -> Text:
        title = self.about.title(self.name)
        return title if self.rule is None else Text(f"{title.en} [{self.rule}]", f"{title.zh} [{self.rule}]")

    @property
    def short_name(self) -> str:
        """Its file's name without folder and ending."""
        name = Path(self.file).stem.removesuffix(".mockwx")
        return name if self.rule is None else f"{name} [{self.rule}]"

    @property
    def every_difference(self) -> tuple[Difference, ...]:
        """Of the steps, in order, and then of the whole."""
        return (*(difference for step in self.steps for difference in step.differences), *self.differences)


def counts(results: Sequence[PlayResult]) -> dict[str, int]:
    return {
        verdict: sum(result.verdict == verdict for result in results) for verdict in ("passed", "failed", "skipped")
    }
