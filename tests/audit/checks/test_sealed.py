"""Sealed data and phone numbers: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from .judging import Audited, not_passed, untested

SEALED = "sealed"
FLAWS = [
    "watermark-unchecked",
    "stale-key-crash",
    "decrypt-tells",
    "sealed-bits-flipped",
    "sealed-replayed",
    "phone-code-unbound",
    "phone-code-for-nobody",
    "rawdata-trusted",
]


def test_the_good_one_passes(audited: Audited) -> None:
    results = audited("good", SEALED)
    assert not_passed(results) == {}
    assert untested(results) == {}


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, SEALED)) == {variant: "fail"}


def test_who_cannot_open_a_plus_is_told_and_nothing_else_of_what_does_not_open(audited: Audited) -> None:
    assert not_passed(audited("plus-gets-lost", SEALED)) == {"plus-gets-lost": "fail"}


def test_a_number_that_joins_accounts_is_noted_and_not_graded(audited: Audited) -> None:
    results = audited("phone-moves-account", SEALED)
    assert not_passed(results) == {"phone-moves-account": "note"}


def test_an_openid_that_was_changed_and_decides_who_somebody_is_is_critical(audited: Audited) -> None:
    results = audited("sealed-bits-flipped--identity", SEALED, skip=("rawdata-trusted",))
    assert not_passed(results) == {"sealed-bits-flipped": "fail"}
    assert [finding.severity for finding in results["sealed-bits-flipped"].findings] == ["critical"]


def test_another_persons_phone_code_is_hardening_and_no_more(audited: Audited) -> None:
    """WeChat binds such codes to nobody by default."""
    results = audited("phone-code-unbound", "phone-code-unbound")
    assert [finding.severity for finding in results["phone-code-unbound"].findings] == ["low"]


def test_data_that_comes_twice_within_minutes_is_no_replay(audited: Audited) -> None:
    """The good one takes it twice, as clients that try again need it."""
    assert not_passed(audited("good", "sealed-replayed")) == {}
