"""The variants are what they say: the good one is good, and each other differs from it by little."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from mockwx.client import ControlClient
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play
from mockwx.play.report_text import details, headline
from mockwx.play.script_files import find_all
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario import ready_scenarios


@pytest.mark.parametrize("scenario", ready_scenarios.builtin_names())
def test_the_good_one_passes_every_ready_scenario(
    scenario: str, file_of: Callable[[str], Path], wechat_of: Callable[[str], ControlClient]
) -> None:
    (script,) = find_all([scenario])
    result = asyncio.run(play(BackendSettings.read(file_of("good")), WechatSide(wechat_of("good")), script))
    assert result.verdict in ("passed", "skipped"), "\n".join([headline(result), *details(result)])


LIVE_ELSEWHERE = {"tls-unchecked", "plain-http", "goes-elsewhere"}
"""Flaws that need a program whose WeChat is intercepted."""
LET_NOBODY_IN = {"needs-errcode-zero", "text-plain-unread"}


def test_each_variant_lets_somebody_in(wechat_of: Callable[[str], ControlClient], variants: str) -> None:
    names = set(requests.get(f"{variants}/v", timeout=10).json())
    outside = {}
    for name in names - LIVE_ELSEWHERE:
        requests.get(f"{variants}/v/{name}/_new", timeout=10).raise_for_status()  # another test may have worn it out
        wechat_of(name).load({"mockwx": 1})  # without the rules of a scenario that was played before
        code = wechat_of(name).do("phone.login", user="alice")["code"]
        answer = requests.post(f"{variants}/v/{name}/login", json={"code": code}, timeout=10)
        if answer.status_code != 200:
            outside[name] = answer.text
    assert outside.keys() == LET_NOBODY_IN
