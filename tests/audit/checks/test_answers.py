"""Reading WeChat's answers, time and quotas: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from mockwx.audit.chaos.cells import DRIVEN_BY
from mockwx.audit.check import Severity
from mockwx.audit.lab import AuditState
from mockwx.products.endpoint_lookup import BY_API

from .judging import Audited, not_passed

ANSWERS = ("answers", "resilience", "null-account", "outage-opens", "any-code")
HANG = ("no-timeout", "one-stops-all")
"""Each takes seconds: for their own variants."""
NOTED = {"garbage-costs-a-call": "note"}


def test_the_good_one_passes_and_every_errcode_was_tried(audited: Audited) -> None:
    assert not_passed(audited("good", *ANSWERS)) == NOTED


@pytest.mark.parametrize(
    ("variant", "check"),
    [
        ("needs-errcode-zero", "needs-errcode-zero"),
        ("text-plain-unread", "text-plain-unread"),
        ("errcode-unseen", "errcode-unseen"),
        ("broken-body-crash", "broken-body-crash"),
        ("field-missing-crash", "field-missing-crash"),
        ("text-matched", "text-matched"),
        ("wrong-message", "wrong-message"),
        ("retry-storm", "retry-storm"),
        ("throttled-harder", "throttled-harder"),
        ("hopeless-retried", "hopeless-retried"),
        ("blocked-crash", "blocked-crash"),
    ],
)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str, check: str) -> None:
    noted = {} if variant in ("needs-errcode-zero", "text-plain-unread") else NOTED
    assert not_passed(audited(variant, *ANSWERS, skip=HANG)) == {check: "fail", **noted}


@pytest.mark.parametrize("variant", HANG)
def test_a_wechat_that_hangs_shows_who_waits_for_ever_and_who_stops_all(
    audited: Audited, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variant == "no-timeout":
        monkeypatch.setattr(AuditState, "limit", 4.0)
    assert not_passed(audited(variant, *HANG)) == {variant: "fail"}


def test_who_gives_each_read_a_time_out_and_the_whole_none_is_blamed_for_that_alone(
    audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AuditState, "limit", 4.0)
    results = audited("no-timeout--of-the-whole", *HANG)
    assert not_passed(results) == {"no-timeout": "fail"}
    (finding,) = results["no-timeout"].findings
    assert (finding.cause, finding.severity) == ("trickle", Severity.MEDIUM)


def test_who_refuses_with_http_200_is_asked_how_he_says_so(audited: Audited) -> None:
    results = audited("good--http-200", *ANSWERS, skip=HANG)
    assert not_passed(results) == NOTED
    assert "say under outcomes" in results["errcode-unseen"].reason.en


def test_who_locks_out_after_much_nonsense_is_not_blamed(audited: Audited) -> None:
    results = audited("good--limits", *ANSWERS, skip=HANG)
    assert set(not_passed(results)) <= {"garbage-costs-a-call"}


def test_every_api_that_can_be_driven_exists() -> None:
    assert DRIVEN_BY.keys() <= BY_API.keys()


def test_a_pool_that_tries_each_of_its_broken_connections_is_no_storm(audited: Audited) -> None:
    results = audited("good--pools-connections", "retry-storm")
    assert not_passed(results) == {}
