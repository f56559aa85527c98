"""access_token: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mockwx.client import ControlClient

from .judging import Audited, not_passed, untested

TOKENS = "tokens"
FLAWS = [
    "token-per-call",
    "token-herd",
    "token-not-renewed",
    "token-loop",
    "token-forced",
    "expires-in-ignored",
    "token-gap",
]


@pytest.mark.parametrize("variant", ["good", "good--old-token", "good--token-first", "good--two-processes"])
def test_good_ones_pass(audited: Audited, variant: str) -> None:
    results = audited(variant, TOKENS)
    assert not_passed(results) == {}
    assert untested(results) == {}


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, TOKENS)) == {variant: "fail"}


def test_when_the_token_has_come_to_its_end_the_world_goes_back_to_todays_time(
    audited: Audited, wechat_of: Callable[[str], ControlClient]
) -> None:
    assert not_passed(audited("good", "expires-in-ignored")) == {}
    shown = datetime.fromisoformat(wechat_of("good").call("GET", "health")["clock"])
    assert abs(shown - datetime.now(UTC)) < timedelta(hours=1)
