"""In without WeChat: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import pytest

from mockwx.audit.checks.identity import empty_config_mode

from .judging import Audited, not_passed, untested

IDENTITY = "identity"


def test_the_good_one_passes(audited: Audited) -> None:
    results = audited("good", IDENTITY, doors=True)
    assert not_passed(results) == {}
    assert list(untested(results)) == [empty_config_mode.CHECK.id]


@pytest.mark.parametrize(
    ("variant", "check"),
    [
        ("any-code", "any-code"),
        ("code-names-the-user", "any-code"),
        ("magic-code", "magic-code"),
        ("magic-code--substring", "magic-code"),
        ("identity-from-client", "identity-from-client"),
        ("identity-from-client--without-code", "identity-from-client"),
        ("identity-from-client--header", "identity-from-client"),
        ("dev-door", "dev-door"),
        ("outage-opens", "outage-opens"),
        ("null-account", "null-account"),
        ("null-account--no-openid", "null-account"),
        ("anonymous-in", "anonymous-in"),
        ("other-persons-data", "other-persons-data"),
        ("phone-from-client", "phone-from-client"),
        ("phone-from-client--bound", "phone-from-client"),
    ],
)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str, check: str) -> None:
    assert not_passed(audited(variant, IDENTITY, doors=True)) == {check: "fail"}


def test_a_code_that_names_the_account_is_a_consequence_of_any_code(audited: Audited) -> None:
    results = audited("code-names-the-user", "any-code", "code-names-the-user")
    assert results["code-names-the-user"].consequence_of == "any-code"


def test_what_an_account_of_nobody_does_not_explain_is_tried_all_the_same(audited: Audited) -> None:
    others = ("field-missing-crash", "session-guessable", "identity-from-client")
    results = audited("null-account--demands-unionid", "null-account", *others)
    states = {name: str(results[name].state) for name in ("null-account", *others)}
    assert states == {
        "null-account": "fail",
        "field-missing-crash": "fail",
        "session-guessable": "pass",
        "identity-from-client": "pass",
    }
    assert [finding.cause for finding in results["field-missing-crash"].findings] == ["field"]


def test_a_guests_session_is_nobodys(audited: Audited) -> None:
    assert not_passed(audited("good--guests", IDENTITY)) == {}


def test_the_cloud_header_alone_is_medium_and_right_behind_wechats_cloud(audited: Audited) -> None:
    (finding,) = audited("identity-from-client--header", "identity-from-client")["identity-from-client"].findings
    assert (finding.severity, finding.hint is not None) == ("medium", True)
