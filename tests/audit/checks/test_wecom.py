"""WeCom: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from .judging import Audited, not_passed, untested

WECOM = "wecom"


def test_the_good_one_passes_and_all_is_tried(audited: Audited) -> None:
    results = audited("good", WECOM)
    assert not_passed(results) == {}
    assert untested(results) == {}


@pytest.mark.parametrize("variant", ["outsider-in", "key-spelling", "invisible-crash", "corps-mixed"])
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, WECOM)) == {variant: "fail"}
