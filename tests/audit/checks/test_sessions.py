"""Codes, accounts, sessions: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from mockwx.audit.checks.sessions import session_survives

from .judging import Audited, not_passed, untested

SESSIONS = "sessions"
SLOW = {"users-mixed-up", "duplicate-accounts", "code-lives-on"}
"""Races and waiting: for the good one, and for their own variants."""


def test_the_good_one_passes(audited: Audited) -> None:
    assert not_passed(audited("good", SESSIONS)) == {}


FLAWS = [
    "users-mixed-up",
    "duplicate-accounts",
    "same-code-race",
    "code-spent-again",
    "code-lives-on",
    "crash-on-odd-code",
    "upstream-parameters",
    "session-guessable",
    "session-guessable--uid",
    "session-guessable--counts",
    "session-guessable--short",
    "jwt-forged",
    "jwt-forged--none",
    "jwt-forged--unread",
    "session-survives",
    "session-survives--push",
    "session-fixed",
]


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_survives, "GRACE", 0.2)
    check = variant.partition("--")[0]
    assert not_passed(audited(variant, SESSIONS, skip=tuple(SLOW - {check}))) == {check: "fail"}


@pytest.mark.parametrize("variant", ["good--idempotent", "good--one-session", "good--jwt"])
def test_other_good_ways_are_no_flaws(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, SESSIONS)) == {}


def test_a_uid_that_names_the_session_is_told_and_no_account_is_judged_by_it(audited: Audited) -> None:
    results = audited("good--uid-is-session", SESSIONS, "accounts")
    assert not_passed(results) == {}
    assert {"duplicate-accounts", "keyed-by-nickname", "unionid-splits"} <= untested(results).keys()


def test_a_server_with_one_thread_is_not_waited_for_again_and_again(audited: Audited) -> None:
    results = audited("good--one-at-a-time", "duplicate-accounts", "same-code-race")
    assert not_passed(results) == {}
    assert results["duplicate-accounts"].state == "not applicable"
