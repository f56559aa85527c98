"""The report as text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mockwx.audit.check import Proof, Severity
from mockwx.audit.check_results import CheckResult, State
from mockwx.audit.finding import AuditFinding, Observation
from mockwx.audit.grade import grade
from mockwx.audit.reports.text import lines
from mockwx.core.text.bilingual import Language, Text
from tests.audit.sample import CHECKS, REPORT, RESULTS


def told(language: Language = "en") -> list[str]:
    return [line for line, _ in lines(REPORT, CHECKS, language)]


def test_a_cause_is_told_with_what_was_seen_what_helps_and_how_to_see_it_again() -> None:
    text = "\n".join(told())
    first = text.index("  1. [critical] any-code: Any code logs in")
    assert first < text.index("2 codes that no phone made were let in.") < text.index("  2. [high] key-out")
    assert "→ Mend any-code.\n" in text
    assert "$ mockwx audit --only any-code --backend 'deploy/back end.yaml' --seed 7 -- python app.py" in text
    assert "session_key (shop/alice) in header Set-Cookie, spelt as percent ← base64" in text


def test_what_was_seen_without_a_request_is_told_without_an_arrow() -> None:
    log = Observation(Text.alike("the log, line 7"), answer="GET /sns/jscode2session?secret=mockwx***")
    for seen, line in ((log, f"     the log, line 7: {log.answer}"), (replace(log, answer=""), None)):
        finding = AuditFinding("key-out", "log", Severity.HIGH, Proof.CANARY, Text.alike("…"), (seen,))
        report = replace(REPORT, results=(CheckResult("key-out", State.FAIL, findings=(finding,)),))
        about = [text for text, _ in lines(report, CHECKS, "en") if "the log, line 7" in text]
        assert about == ([] if line is None else [line])


def test_the_grade_comes_last_with_its_cap_and_the_coverage() -> None:
    *_, grade_line, coverage = told()
    assert grade_line == "grade: F  capped to F: any-code (critical)"
    assert coverage == "7 of 9 checks; not tested: resilience, web"


def test_checks_that_were_not_tested_for_one_reason_share_a_line() -> None:
    text = "\n".join(told())
    assert "  state-missing: there is no web login; add web: {start: GET /wx/login" in text
    assert "  magic-code: a consequence of any-code" in text
    assert "push-unsigned" not in text


def test_what_is_accepted_is_told_with_its_reason_and_end() -> None:
    text = "\n".join(told())
    assert "  duplicate-accounts: known <script>" in text
    assert "(2030-01-01)" in text
    assert "no longer needed in the baseline: same-code-race" in text


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_no_line_commands_a_terminal_or_breaks(language: Language) -> None:
    for line in told(language):
        assert not any(letter in line for letter in "\x1b\n\r\u202e")


def test_each_language_stands_alone() -> None:
    chinese = "\n".join(told("zh"))
    assert "任何 code 都能登录" in chinese
    assert "Any code logs in" not in chinese
    assert "任何" not in "\n".join(told("en"))


def test_without_core_checks_it_says_what_it_would_be_at_best() -> None:
    results = (CheckResult("any-code", State.NOT_TESTED, Text.alike("…")), *RESULTS[5:])
    report = replace(REPORT, results=results, grade=grade(results, CHECKS), options=(), complete=True)
    assert [line for line, _ in lines(report, CHECKS, "en")][-2] == (
        "grade: —  no grade, for core checks were not tested: any-code; at best it is B"
    )


def test_a_part_of_an_audit_has_no_grade_and_says_which_part_it_was() -> None:
    results = (CheckResult("any-code", State.NOT_TESTED, Text.alike("…")), *RESULTS[5:])
    part = replace(REPORT, results=results, grade=grade(results, CHECKS), options=("--only answers",), complete=False)
    assert [line for line, _ in lines(part, CHECKS, "en")][-2] == (
        "grade: —  no grade, for only a part was tested (--only answers); at best it is B"
    )


def test_many_checks_that_share_a_reason_are_counted() -> None:
    results = tuple(CheckResult(name, State.NOT_TESTED, Text.alike("left out")) for name in CHECKS)
    text = [line for line, _ in lines(replace(REPORT, results=results), CHECKS, "en")]
    assert "  any-code, magic-code, duplicate-accounts, key-out, no-timeout, wrong-message and 4 more: left out" in text
