"""The report of a run: what was judged, when and by what, and what its causes are, for text, HTML and JUnit alike."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mockwx.core.text.bilingual import Language, Text
from mockwx.core.version import VERSION
from mockwx.play.causes import Cause, causes
from mockwx.play.results import PlayResult, counts


class Report(Struct, frozen=True):
    results: tuple[PlayResult, ...]
    causes: tuple[Cause, ...]
    backend: str
    """Where it listens."""
    date: str
    """When the run began."""
    language: Language

    @classmethod
    def of(cls, results: Sequence[PlayResult], *, date: str = "", language: Language = "both") -> Report:
        backends = ", ".join(dict.fromkeys(result.backend for result in results if result.backend))
        return cls(tuple(results), tuple(causes(results)), backends, date, language)

    def told(self, en: str, zh: str) -> str:
        return Text(en, zh).told(self.language)

    @property
    def facts(self) -> list[tuple[str, Text, str]]:
        """What a reader must know first: a name for programs, one for people, and the value."""
        number = counts(self.results)
        judged = len(self.results) - number["skipped"]
        passed = f"{number['passed']} / {judged}"
        if number["skipped"]:
            passed += self.told(f", {number['skipped']} skipped", f"，跳过 {number['skipped']}")
        return [
            ("backend", Text("backend", "后端"), self.backend or "-"),
            ("date", Text("date", "时间"), self.date or "-"),
            ("mockwx", Text("mockwx", "mockwx"), VERSION),
            ("passed", Text("passed", "通过"), passed),
        ]

    @property
    def worst(self) -> str:
        number = counts(self.results)
        return "failed" if number["failed"] else "passed" if number["passed"] else "skipped"
