"""What is wrong in a scenario, and where: for files as file:line:column, for rules over HTTP as JSON pointers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from mockwx.core.text.bilingual import Language, Text, both

Path = tuple[str | int, ...]
"""Keys and indices from the top of a file: ``("rules", 0, "when", "api")``."""

_PLAIN_KEY = re.compile(r"[\w$@/#+-][\w$@/#+.-]*")


def spell_path(path: Path) -> str:
    """``rules[0].when.api``; a key that would break the line or the path stands in brackets and quotes."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step) and "." not in step:
            words += f".{step}" if words else step
        else:
            words += f"[{step!r}]"
    return words


def spell_pointer(path: Path) -> str:
    """RFC 6901: ``/when/api``; the whole value is the empty text."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


class Finding(Struct, frozen=True):
    """A problem before anybody has looked up on which line it stands."""

    path: Path
    what: str
    suggestion: str | None = None
    at_key: bool = False
    """The key itself is wrong, not its value."""


class Wrong(ValueError):
    """Why a single value is refused; ``under`` leads to the guilty part of it."""

    def __init__(self, what: str, suggestion: str | None = None, *, under: Path = ()) -> None:
        super().__init__(what)
        self.suggestion = suggestion
        self.under = under


class Problem(Struct, frozen=True):
    """One line for a person: ``file:line:column: path: what``. Line 0: it has no line."""

    file: str
    line: int
    column: int
    path: str
    what: str

    def __str__(self) -> str:
        return self.told("both")

    def told(self, language: Language) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (where, self.path, Text.of(self.what).told(language)) if part)


MOST_TOLD = 100
"""Problems that are told one by one; whoever has more has one mistake many times."""


class ScenarioError(ValueError):
    """All the problems of a scenario at once, one line each; of very many the first, and how many more there are."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        every = tuple(problems)
        self.problems = every[:MOST_TOLD]
        if (more := len(every) - MOST_TOLD) > 0:
            self.problems += (Problem(every[0].file, 0, 0, "", _and_more(more)),)
        super().__init__("\n".join(map(str, self.problems)))


def _and_more(number: int) -> str:
    return both(f"… and {number} more problems", f"……另有 {number} 个问题")


class RuleProblem(Struct, frozen=True):
    pointer: str
    what: str
    suggestion: str | None = None
    """The nearest name that exists."""

    def __str__(self) -> str:
        return f"{self.pointer}: {self.what}" if self.pointer else self.what


class RuleError(ValueError):
    """All the problems of rules that came over HTTP or from Python; of very many the first, and how many more."""

    def __init__(self, problems: Iterable[RuleProblem]) -> None:
        every = tuple(problems)
        self.problems = every[:MOST_TOLD]
        if (more := len(every) - MOST_TOLD) > 0:
            self.problems += (RuleProblem("", _and_more(more)),)
        super().__init__("\n".join(map(str, self.problems)))

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> RuleError:
        return cls(RuleProblem(spell_pointer(finding.path), finding.what, finding.suggestion) for finding in findings)
