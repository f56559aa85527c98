"""Pushes: each variant fails the check that is about its flaw, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from mockwx.audit.auditing import AuditedBackend, audit
from mockwx.audit.options import AuditOptions
from mockwx.client import ControlClient

from .judging import Audited, not_passed, untested

PUSHES = "pushes"
PLATFORM = """
mockwx: 1
backend:
  url: {url}
  actions:
    login: {{request: POST /branch/login, json: {{code: $code}}, save: {{session: $.token, uid: $.user.id}}}}
    me: {{request: GET /me, headers: {{Authorization: Bearer $session}}, save: {{uid: $.user.id}}}}
apps:
  branch: {{appid: wx00000000mockbranch}}
  platform:
    kind: component
    appid: wx0000mockplatform
    secret: mockwx-secret-platform
    authorizers: [branch]
    callback:
      url: {url}/push/platform
      token: mockwxtoken
      mode: safe
      aes_key: abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG
"""
FLAWS = [
    "push-unsigned",
    "push-unsigned--empty-token",
    "push-unsigned--url-only",
    "push-downgraded",
    "push-replayed",
    "push-other-app",
    "push-xxe",
    "push-wrong-person",
]


def test_the_good_one_passes_and_all_is_tried(audited: Audited) -> None:
    results = audited("good", PUSHES)
    assert not_passed(results) == {}
    assert set(untested(results)) == {"ticket-forged"}


@pytest.mark.parametrize("variant", FLAWS)
def test_a_flaw_fails_its_check_and_no_other(audited: Audited, variant: str) -> None:
    assert not_passed(audited(variant, PUSHES)) == {variant.partition("--")[0]: "fail"}


def test_who_is_not_forgotten_since_another_was_is_no_second_flaw(audited: Audited) -> None:
    results = audited("push-wrong-person", "push-wrong-person", "session-survives")
    assert not_passed(results) == {"push-wrong-person": "fail"}
    assert results["session-survives"].consequence_of == "push-wrong-person"


def test_what_is_answered_success_and_does_nothing_is_no_flaw(audited: Audited) -> None:
    results = audited("session-survives--push", PUSHES)
    assert "fail" not in not_passed(results).values()


@pytest.mark.parametrize(("variant", "state"), [("good--platform", "pass"), ("ticket-forged", "fail")])
def test_a_forged_ticket_is_found_by_what_wechat_answers_to_it(
    variant: str, state: str, variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path
) -> None:
    file = tmp_path / "platform.yaml"
    file.write_text(PLATFORM.format(url=f"{variants}/v/{variant}"), encoding="utf-8")
    wechat = wechat_of(variant)
    report = asyncio.run(audit(wechat, AuditedBackend.read(file), AuditOptions(only=("ticket-forged",))))
    (result,) = [each for each in report.results if each.check == "ticket-forged"]
    assert (result.state, result.reason.en if state == "pass" else "") == (
        state,
        "forged tickets were not used" if state == "pass" else "",
    )
