"""Who is who: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from .judging import Audited, not_passed, untested

ACCOUNTS = "accounts"
FLAWS = [
    "keyed-by-nickname",
    "unionid-splits",
    "apps-mixed",
    "apps-mixed--apart",
    "appid-from-client",
    "openid-case-folded",
    "emoji-crash",
    "emoji-crash--mangled",
    "markup-kept",
    "avatar-fetched",
]


@pytest.mark.parametrize("variant", ["good", "good--page"])
def test_good_ones_pass(audited: Audited, variant: str) -> None:
    results = audited(variant, ACCOUNTS)
    assert not_passed(results) == {}
    assert untested(results) == {}


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, ACCOUNTS)) == {variant.partition("--")[0]: "fail"}
