"""Codes, accounts, sessions: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from mockwx.audit.checks.sessions import session_survives

from .judging import Audited, not_passed

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
