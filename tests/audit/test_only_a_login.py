"""A backend of which only its login is told gets an honest report: what was tested, what was not, what to add."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from mockwx.audit.auditing import AuditedBackend, audit
from mockwx.audit.check_results import State
from mockwx.audit.options import AuditOptions
from mockwx.client import ControlClient

ONLY_LOGIN = """
mockwx: 1
backend:
  url: {url}
  actions:
    login: {{request: POST /login, json: {{code: $code}}, save: {{session: $.token}}}}
"""


@pytest.mark.parametrize(("variant", "letter"), [("good", "—"), ("any-code", "F"), ("key-out", "—")])
def test_the_report_names_what_was_not_tested_and_what_to_add(
    variant: str, letter: str, variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path
) -> None:
    requests.get(f"{variants}/v/{variant}/_new", timeout=10).raise_for_status()
    file = tmp_path / "backend.yaml"
    file.write_text(ONLY_LOGIN.format(url=f"{variants}/v/{variant}"), encoding="utf-8")
    options = AuditOptions(only=("identity", "secrets", "sessions"), skip=("users-mixed-up", "code-lives-on"))
    report = asyncio.run(audit(wechat_of(variant), AuditedBackend.read(file), options))
    states = {result.check: result for result in report.results}
    assert report.grade.letter == letter
    assert states["secret-out"].state is State.PASS
    assert states["anonymous-in"].reason.en == "there is no action me (who am I)"
    assert "save: {uid: $.id}" in states["identity-from-client"].reason.en
    assert report.with_state(State.ERROR) == []
    found = {finding.check for finding in report.findings}
    assert found == ({variant} if variant != "good" else set())
    assert all(not finding.session_tried for finding in report.findings if finding.check == "any-code")


def test_a_login_without_a_session_is_a_good_control(
    variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path
) -> None:
    requests.get(f"{variants}/v/good/_new", timeout=10).raise_for_status()
    file = tmp_path / "backend.yaml"
    told = ONLY_LOGIN.format(url=f"{variants}/v/good").replace(", save: {session: $.token}", "")
    assert "session" not in told
    file.write_text(told, encoding="utf-8")
    options = AuditOptions(only=("secrets", "crash-on-odd-code", "garbage-costs-a-call", "does-not-recover"))
    report = asyncio.run(audit(wechat_of("good"), AuditedBackend.read(file), options))
    states = {result.check: result.state for result in report.results}
    assert states["does-not-recover"] is State.PASS
    assert report.findings == []
    assert not any("no good login" in remark.en for remark in report.remarks)


def test_a_me_that_is_not_there_is_a_mistake_of_the_file_and_no_flaw(
    variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path
) -> None:
    requests.get(f"{variants}/v/good/_new", timeout=10).raise_for_status()
    file = tmp_path / "backend.yaml"
    me = "    me: {request: GET /nowhere, headers: {Authorization: Bearer $session}}\n"
    file.write_text(ONLY_LOGIN.format(url=f"{variants}/v/good") + me, encoding="utf-8")
    options = AuditOptions(only=("any-code", "crash-on-odd-code", "does-not-recover", "anonymous-in"))
    report = asyncio.run(audit(wechat_of("good"), AuditedBackend.read(file), options))
    states = {result.check: result.state for result in report.results}
    assert (states["any-code"], states["does-not-recover"]) == (State.PASS, State.PASS)
    assert states["anonymous-in"] is State.NOT_TESTED
    (remark,) = report.remarks
    assert "me accepts nobody who has just logged in (HTTP 404" in remark.en
    assert "修改后端文件里的 me" in remark.zh
