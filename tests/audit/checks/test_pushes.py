"""Pushes: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from .judging import Audited, not_passed, untested

PUSHES = "pushes"
FLAWS = [
    "push-unsigned",
    "push-unsigned--empty-token",
    "push-downgraded",
    "push-replayed",
    "push-other-app",
    "push-xxe",
    "push-wrong-person",
]


def test_the_good_one_passes_and_all_is_tried(audited: Audited) -> None:
    results = audited("good", PUSHES)
    assert not_passed(results) == {}
    assert untested(results) == {}


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, PUSHES)) == {variant.partition("--")[0]: "fail"}


def test_what_is_answered_success_and_does_nothing_is_no_flaw(audited: Audited) -> None:
    results = audited("session-survives--push", PUSHES)
    assert "fail" not in not_passed(results).values()
