"""Web login: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from .judging import Audited, not_passed, untested

WEB = "web"
FLAWS = [
    "state-missing",
    "state-missing--none",
    "state-unchecked",
    "state-unbound",
    "state-leads-away",
    "state-leads-away--with-session",
    "callback-twice",
    "snapshot-user",
    "denied-crash",
    "userinfo-refused-crash",
    "user-token-out",
    "qr-poll-open",
]


def test_the_good_one_passes_and_all_is_tried(audited: Audited) -> None:
    results = audited("good", WEB)
    assert not_passed(results) == {}
    assert untested(results) == {}


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, WEB)) == {variant.partition("--")[0]: "fail"}


def test_a_qr_code_whose_id_is_short_has_a_short_state_too(audited: Audited) -> None:
    assert not_passed(audited("qr-poll-open--counts", WEB)) == {"state-missing": "fail", "qr-poll-open": "fail"}


def test_a_session_in_the_url_is_critical(audited: Audited) -> None:
    (finding,) = audited("state-leads-away--with-session", "state-leads-away")["state-leads-away"].findings
    assert finding.severity == "critical"
    (finding,) = audited("state-leads-away", "state-leads-away")["state-leads-away"].findings
    assert finding.severity == "high"
