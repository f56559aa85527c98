"""Secrets: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from .judging import Audited, not_passed

AREAS = ("secrets", "jwt-carries-keys", "outage-opens")


def test_the_good_one_passes(audited: Audited) -> None:
    assert not_passed(audited("good", *AREAS, doors=True)) == {}


@pytest.mark.parametrize(
    ("variant", "check"),
    [
        ("secret-out", "secret-out"),
        ("key-out", "key-out"),
        ("key-out--cookie", "key-out"),
        ("token-out", "token-out"),
        ("jwt-carries-keys", "jwt-carries-keys"),
        ("key-from-client", "key-from-client"),
        ("error-tells", "error-tells"),
        ("debug-page-tells", "debug-page-tells"),
    ],
)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str, check: str) -> None:
    assert not_passed(audited(variant, *AREAS, doors=True)) == {check: "fail"}


def test_a_log_with_keys_is_found_and_one_without_is_not(audited: Audited, log_of_variants: Path) -> None:
    with_keys = audited("log-keeps", "log-keeps", "rid-lost", log=log_of_variants)
    assert not_passed(with_keys) == {"log-keeps": "fail"}
    findings = {finding.cause: finding for finding in with_keys["log-keeps"].findings}
    (line,) = findings["secret"].observations
    assert "'secret': 'mockwx***'" in line.answer


def test_the_secret_itself_is_in_no_report(audited: Audited) -> None:
    for variant in ("secret-out", "key-out"):
        shown = repr(audited(variant, *AREAS))
        assert "mockwx-secret-shop" not in shown
        assert "hidden" in shown or "***" in shown
