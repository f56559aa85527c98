"""The grade: the worst cause, by a rule that a reader can redo in his head; and beside it how much was tested.

Rubric 1. A: no failing cause, and all core checks were tested. B: only low ones. C: any of medium severity. D: any of
high severity, or four medium ones in one area. F: any critical one in identity, sessions, secrets, accounts, wecom or
pushes (elsewhere it is a D). A+: an A with nothing accepted and every area tested that applies. Where core checks were
not tested there is no grade, but what is an F already stays one. The number changes with any change of checks or caps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Severity
from mockwx.audit.check_results import CheckResult, State
from mockwx.audit.finding import AuditFinding

RUBRIC = 1
LETTERS = ("A+", "A", "B", "C", "D", "F")
NO_GRADE = "—"
MANY_MEDIUM = 4
"""So many medium causes in one area weigh as much as a high one."""


class Coverage(Struct, frozen=True):
    """Of the checks that apply to this backend."""

    tested: int
    of: int


class AreaGrade(Struct, frozen=True):
    area: Area
    letter: str
    """``—``: nothing of it was tested."""
    capped_by: tuple[str, ...]
    """Ids of the checks whose causes make it this letter; empty: nothing is wrong."""
    coverage: Coverage


class Grade(Struct, frozen=True):
    letter: str
    """``A+`` to ``F``, or ``—`` where core checks were not tested."""
    at_best: str
    """What it is as far as it was tested; the letter itself where there is one."""
    capped_by: tuple[str, ...]
    """Ids of the checks whose causes make it ``at_best``."""
    severity: Severity | None
    """Of the worst cause; None: there is none."""
    coverage: Coverage
    untested_core: tuple[str, ...]
    areas: tuple[AreaGrade, ...]
    rubric: int = RUBRIC


def grade(results: Sequence[CheckResult], checks: Mapping[str, AuditCheck]) -> Grade:
    """``checks`` by id; results of checks that are not in it count for nothing."""
    results = [result for result in results if result.check in checks]
    areas = tuple(
        _area(area, [result for result in results if checks[result.check].area is area], checks)
        for area in Area
        if any(checks[result.check].area is area for result in results)
    )
    worst = max((area.letter for area in areas if area.letter != NO_GRADE), key=LETTERS.index, default="A")
    untested_core = tuple(
        result.check
        for result in results
        if checks[result.check].core and result.state is not State.NOT_APPLICABLE and not _tested(result)
    )
    everything = all(area.letter != NO_GRADE for area in areas if area.coverage.of)
    if worst == "A" and not untested_core and everything and not any(result.accepted for result in results):
        worst = "A+"
    severities = [finding.severity for result in results for finding in _graded(result)]
    return Grade(
        letter=worst if not untested_core or worst == "F" else NO_GRADE,
        at_best=worst,
        capped_by=tuple(check for area in areas if area.letter == worst for check in area.capped_by),
        severity=min(severities, key=lambda severity: severity.rank, default=None),
        coverage=_coverage(results),
        untested_core=untested_core,
        areas=areas,
    )


def _area(area: Area, results: Sequence[CheckResult], checks: Mapping[str, AuditCheck]) -> AreaGrade:
    causes = [(finding.severity, result.check) for result in results for finding in _graded(result)]
    coverage = _coverage(results)
    letter = "A" if coverage.tested else NO_GRADE
    weighs: tuple[Severity, ...] = ()
    count = Counter(severity for severity, _ in causes)
    if count[Severity.CRITICAL] and area.may_fail_all:
        letter, weighs = "F", (Severity.CRITICAL,)
    elif count[Severity.CRITICAL] or count[Severity.HIGH]:
        letter, weighs = "D", (Severity.CRITICAL, Severity.HIGH)
    elif count[Severity.MEDIUM]:
        letter, weighs = ("D" if count[Severity.MEDIUM] >= MANY_MEDIUM else "C"), (Severity.MEDIUM,)
    elif count[Severity.LOW]:
        letter, weighs = "B", (Severity.LOW,)
    capped_by = dict.fromkeys(check for severity, check in causes if severity in weighs)
    return AreaGrade(area, letter, tuple(capped_by), coverage)


def _graded(result: CheckResult) -> list[AuditFinding]:
    if result.state is not State.FAIL:
        return []
    return [finding for finding in result.findings if finding.severity is not Severity.NOTE]


def _tested(result: CheckResult) -> bool:
    return result.state.tested or bool(result.consequence_of)


def _coverage(results: Sequence[CheckResult]) -> Coverage:
    return Coverage(sum(map(_tested, results)), sum(result.state is not State.NOT_APPLICABLE for result in results))
