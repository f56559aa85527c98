"""The scenario of a finding fails under `mockwx run` while the flaw is there, and passes on the backend without it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from mockwx.audit.auditing import AuditedBackend, audit
from mockwx.audit.catalogue import BY_ID
from mockwx.audit.options import AuditOptions
from mockwx.audit.reports.scenario_files import scenario_files
from mockwx.client import ControlClient
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play, scripts
from mockwx.play.report_text import details
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide

VARIANTS = [
    "any-code",
    "key-out",
    "state-unchecked",
    "state-unbound",
    "callback-twice",
    "snapshot-user",
    "denied-crash",
    "userinfo-refused-crash",
    "push-unsigned",
    "push-downgraded",
    "duplicate-accounts",
    "same-code-race",
    "code-spent-again",
    "crash-on-odd-code",
    "session-survives",
    "watermark-unchecked",
    "sealed-replayed",
    "sealed-bits-flipped",
    "stale-key-crash",
    "phone-code-unbound",
    "token-per-call",
    "token-not-renewed",
    "token-loop",
    "expires-in-ignored",
    "unionid-splits",
    "identity-from-client",
    "identity-from-client--without-code",
    "identity-from-client--header",
    "anonymous-in",
    "other-persons-data",
    "phone-from-client",
    "phone-from-client--bound",
    "key-from-client",
    "phone-code-for-nobody",
    "rawdata-trusted",
    "plus-gets-lost",
    "code-lives-on",
    "upstream-parameters",
    "session-guessable",
    "users-mixed-up",
    "session-fixed",
    "dev-door",
    "debug-page-tells",
    "needs-errcode-zero",
    "text-plain-unread",
    "keyed-by-nickname",
    "apps-mixed",
    "apps-mixed--apart",
    "appid-from-client",
    "openid-case-folded",
    "emoji-crash",
    "token-herd",
    "token-gap",
    "state-leads-away",
    "state-leads-away--with-session",
    "outsider-in",
    "key-spelling",
    "invisible-crash",
    "corps-mixed",
]
"""Each fails the check that is called like it, up to two dashes."""


@pytest.mark.parametrize("variant", VARIANTS)
def test_it_fails_with_the_flaw_and_passes_without(
    variant: str,
    variants: str,
    file_of: Callable[[str], Path],
    wechat_of: Callable[[str], ControlClient],
    tmp_path: Path,
) -> None:
    requests.get(f"{variants}/v/{variant}/_new", timeout=10).raise_for_status()
    audited = AuditedBackend.read(file_of(variant))
    options = AuditOptions(only=(variant.partition("--")[0],), doors=True)
    report = asyncio.run(audit(wechat_of(variant), audited, options))
    written = dict(scenario_files(report, BY_ID))
    assert written, "no finding has a scenario"
    folder = tmp_path / "scenarios"  # apart from the backend files, one of which may be called alike
    folder.mkdir()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")

    def played(backend: str) -> list[PlayResult]:
        settings = BackendSettings.read(file_of(backend))
        wechat = WechatSide(wechat_of(backend))
        return [asyncio.run(play(settings, wechat, script)) for name in written for script in scripts(folder / name)]

    assert {(result.verdict, result.reason) for result in played(variant)} == {("failed", None)}
    assert [line for result in played("good") for line in details(result, "en") if result.verdict != "passed"] == []
