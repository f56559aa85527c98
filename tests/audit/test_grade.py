"""The grade is the worst cause, named; what was not tested is beside it."""

from __future__ import annotations

import pytest

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import AcceptedFinding, CheckResult, ProbeResult, State, passed
from mockwx.audit.finding import AuditFinding
from mockwx.audit.grade import Coverage, grade
from mockwx.audit.lab import Lab
from mockwx.core.text.bilingual import Text

TEXT = Text.alike("…")


async def _probe(_lab: Lab) -> ProbeResult:
    return passed()


def check(name: str, area: Area, severity: Severity = Severity.MEDIUM, *, core: bool = False) -> AuditCheck:
    return AuditCheck(name, area, severity, (Proof.ANSWER,), Phase.DOORS, TEXT, TEXT, TEXT, TEXT, _probe, core=core)


CHECKS = {
    each.id: each
    for each in (
        check("open-door", Area.IDENTITY, core=True),
        check("slow", Area.RESILIENCE, core=True),
        check("crash", Area.RESILIENCE),
        check("storm", Area.RESILIENCE),
        check("loop", Area.RESILIENCE),
        check("tells", Area.SECRETS),
    )
}


def finding(name: str, severity: Severity) -> AuditFinding:
    return AuditFinding(name, "cause", severity, Proof.ANSWER, TEXT)


def results(**severities: Severity) -> list[CheckResult]:
    """All pass but those that are named."""
    return [
        CheckResult(name, State.FAIL, findings=(finding(name, severities[key]),))
        if (key := name.replace("-", "_")) in severities
        else CheckResult(name, State.PASS)
        for name in CHECKS
    ]


@pytest.mark.parametrize(
    ("severities", "letter", "capped_by"),
    [
        ({}, "A+", ()),
        ({"tells": Severity.LOW}, "B", ("tells",)),
        ({"tells": Severity.MEDIUM, "crash": Severity.LOW}, "C", ("tells",)),
        ({"tells": Severity.HIGH, "crash": Severity.MEDIUM}, "D", ("tells",)),
        ({"open_door": Severity.CRITICAL, "slow": Severity.HIGH}, "F", ("open-door",)),
        ({"slow": Severity.CRITICAL}, "D", ("slow",)),
        (dict.fromkeys(("slow", "crash", "storm"), Severity.MEDIUM), "C", ("slow", "crash", "storm")),
        (
            dict.fromkeys(("slow", "crash", "storm", "loop"), Severity.MEDIUM),
            "D",
            ("slow", "crash", "storm", "loop"),
        ),
        (
            dict.fromkeys(("slow", "crash", "storm", "tells"), Severity.MEDIUM),
            "C",
            ("slow", "crash", "storm", "tells"),
        ),
    ],
)
def test_the_worst_cause_is_the_grade(severities: dict[str, Severity], letter: str, capped_by: tuple[str, ...]) -> None:
    judged = grade(results(**severities), CHECKS)
    assert (judged.letter, set(judged.capped_by)) == (letter, set(capped_by))


def test_without_a_core_check_there_is_no_grade() -> None:
    judged = grade([*results()[1:], CheckResult("open-door", State.NOT_TESTED)], CHECKS)
    assert (judged.letter, judged.at_best, judged.untested_core) == ("—", "A", ("open-door",))


def test_what_is_an_f_already_needs_no_more_tests() -> None:
    judged = grade([*results(open_door=Severity.CRITICAL)[:1], CheckResult("slow", State.NOT_TESTED)], CHECKS)
    assert judged.letter == "F"


def test_a_consequence_counts_as_tested() -> None:
    consequence = CheckResult("slow", State.NOT_TESTED, consequence_of="open-door")
    judged = grade([CheckResult("open-door", State.PASS), consequence], CHECKS)
    assert (judged.untested_core, judged.coverage) == ((), Coverage(2, 2))


def test_what_does_not_apply_is_in_neither_number() -> None:
    judged = grade([CheckResult("open-door", State.PASS), CheckResult("slow", State.NOT_APPLICABLE)], CHECKS)
    assert (judged.letter, judged.coverage) == ("A+", Coverage(1, 1))


def test_what_is_accepted_lowers_nothing_but_forbids_a_plus() -> None:
    accepted = AcceptedFinding(finding("tells", Severity.HIGH), "on purpose", "2099-01-01")
    judged = grade([*results()[:-1], CheckResult("tells", State.ACCEPTED, accepted=(accepted,))], CHECKS)
    assert judged.letter == "A"


def test_an_area_that_applies_and_was_not_tested_forbids_a_plus() -> None:
    judged = grade([*results()[:-1], CheckResult("tells", State.NOT_TESTED)], CHECKS)
    assert judged.letter == "A"


@pytest.mark.parametrize("state", [State.NOTE, State.FLAKY])
def test_notes_and_what_is_flaky_are_never_graded(state: State) -> None:
    noted = CheckResult("tells", state, findings=(finding("tells", Severity.CRITICAL),))
    assert grade([*results()[:-1], noted], CHECKS).letter == "A+"
