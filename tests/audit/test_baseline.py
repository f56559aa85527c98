"""The baseline sets apart what somebody has decided to live with, until its last day is over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from mockwx.audit.baseline import UNREASONED, baseline_of, read_baseline, sifted, told_of_ended, with_baseline
from mockwx.audit.check import Severity
from mockwx.audit.check_results import CheckResult, State
from mockwx.audit.grade import grade
from mockwx.scenario.audit_settings import Acceptance
from mockwx.scenario.reading.problems import ScenarioError

from .sample import ANY_CODE, CHECKS, KEY_OUT, REPORT, RESULTS

TODAY = date(2026, 6, 1)
OTHER = replace(ANY_CODE, cause="another-cause")


def state_of(name: str, results: tuple[CheckResult, ...]) -> State:
    return next(result.state for result in results if result.check == name)


def test_an_accepted_cause_is_set_apart_with_its_reason_and_lowers_nothing() -> None:
    accepted = (Acceptance("any-code", "a demo", "2026-06-01", "Li"), Acceptance("key-out", "a demo"))
    outcome = sifted(RESULTS, accepted, TODAY)
    assert state_of("any-code", outcome.results) is State.ACCEPTED
    (aside,) = outcome.results[0].accepted
    assert (aside.finding, aside.reason, aside.until, aside.by) == (ANY_CODE, "a demo", "2026-06-01", "Li")
    assert grade(outcome.results, CHECKS).at_best == "B"
    assert (outcome.unused, outcome.ended) == ((), ())


def test_on_the_day_after_its_last_one_a_finding_is_back() -> None:
    accepted = (Acceptance("any-code", "a demo", "2026-05-31"),)
    outcome = sifted(RESULTS, accepted, TODAY)
    assert state_of("any-code", outcome.results) is State.FAIL
    assert (outcome.unused, outcome.ended) == ((), ("any-code",))
    assert told_of_ended(outcome.ended) is not None


def test_an_entry_with_a_cause_accepts_that_one_alone() -> None:
    two = (replace(RESULTS[0], findings=(ANY_CODE, OTHER)),)
    outcome = sifted(two, [Acceptance("any-code", "a demo", cause=ANY_CODE.fingerprint)], TODAY)
    (result,) = outcome.results
    assert (result.state, result.findings) == (State.FAIL, (OTHER,))
    assert [each.finding for each in result.accepted] == [ANY_CODE]


def test_an_entry_that_nothing_needs_is_told() -> None:
    accepted = (
        Acceptance("token-herd", "a demo"),
        Acceptance("any-code", "x", cause="0000"),
        Acceptance("key-out", "y"),
    )
    outcome = sifted(RESULTS, accepted, TODAY)
    assert outcome.unused == ("token-herd", "any-code")


def test_an_entry_of_a_check_that_was_not_tried_is_no_unused_one() -> None:
    assert sifted(RESULTS, (Acceptance("state-missing", "a demo"),), TODAY).unused == ()


def test_a_report_is_graded_anew_with_its_baseline() -> None:
    accepted = (Acceptance("any-code", "a demo", "2026-06-01"), Acceptance("key-out", "a demo", "2026-05-31"))
    report = with_baseline(REPORT, accepted, TODAY, CHECKS)
    assert (report.grade.at_best, report.grade.capped_by) == ("D", ("key-out",))
    assert report.remarks[-1].en == "no longer accepted, for its last day is over: key-out"
    assert "no longer accepted" not in str(with_baseline(REPORT, (), TODAY, CHECKS).remarks)


def test_where_only_notes_are_left_the_check_is_accepted() -> None:
    note = replace(OTHER, severity=Severity.NOTE)
    two = (replace(RESULTS[0], findings=(ANY_CODE, note)),)
    (result,) = sifted(two, [Acceptance("any-code", "x", cause=ANY_CODE.fingerprint)], TODAY).results
    assert (result.state, result.findings) == (State.ACCEPTED, (note,))


def test_what_is_written_accepts_each_cause_once_somebody_has_said_why(tmp_path: Path) -> None:
    path = tmp_path / "baseline.yaml"
    path.write_text(baseline_of(REPORT, (), TODAY), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"baseline\.yaml:\d+:\d+: accept\[0\]\.reason: say why this is accepted"):
        read_baseline(path)
    path.write_text(path.read_text(encoding="utf-8").replace(UNREASONED, "a demo"), encoding="utf-8")
    entries = read_baseline(path)
    assert [(each.id, each.until) for each in entries][:2] == [("any-code", "2026-08-30"), ("key-out", "2026-08-30")]
    outcome = sifted(RESULTS, entries, TODAY)
    assert grade(outcome.results, CHECKS).capped_by == ()


def test_reasons_that_were_given_stay_when_it_is_written_again() -> None:
    given = [Acceptance("key-out", "a demo", "2026-12-24", "Li", KEY_OUT.fingerprint)]
    written = yaml.safe_load(baseline_of(REPORT, given, TODAY))
    entry = next(each for each in written["accept"] if each["id"] == "key-out")
    assert entry == {
        "id": "key-out",
        "cause": KEY_OUT.fingerprint,
        "reason": "a demo",
        "until": "2026-12-24",
        "by": "Li",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("mockwx: 1\naccept:\n  - {id: any-code}\n", "3:5: accept[0]: reason is missing"),
        ("mockwx: 1\naccept:\n  - {id: any-code, reason: x, until: tomorrow}\n", "3:38: accept[0].until:"),
        ("mockwx: 1\naccept:\n  - {id: any-code, reason: x, when: x}\n", "accept[0].when:"),
        ("accept: []\n", "mockwx is missing"),
    ],
)
def test_a_wrong_file_is_told_where(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read_baseline(path)
    assert problem in str(error.value)
