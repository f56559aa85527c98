"""``--try``: both answers are shown with what they are taken for, and what is wrong with that is told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.trial import Trial, try_login
from mockwx.play.wechat_side import WechatSide

from .conftest import SAYS
from .good_backend import Backend

Tried = Callable[..., Trial]


@pytest.fixture
def tried(wechat: MockWx, backend: Backend) -> Tried:
    def trial(said: Any = SAYS) -> Trial:
        return asyncio.run(try_login(BackendSettings.read({"url": backend.url, **said}), WechatSide(wechat.client)))

    return trial


def english(trial: Trial) -> list[str]:
    return [warning.en for warning in trial.warnings]


def test_a_good_file_gets_both_answers_and_no_warning(tried: Tried) -> None:
    trial = tried()
    assert trial.warnings == ()
    text = "\n".join(trial.lines())
    assert 'HTTP 200 {"token": ' in text
    assert "taken for: ok" in text
    assert 'HTTP 401 {"error": "log in again"}' in text
    assert "taken for: refused" in text
    assert "code2session was answered: 0, 40029" in text


def test_a_backend_that_answers_200_to_everything_is_warned_of_until_its_file_tells_more(
    tried: Tried, backend: Backend
) -> None:
    real = backend.login
    backend.routes["POST /login"] = lambda request: (200, real(request)[1])
    (warning,) = english(tried())
    assert warning.startswith("both are taken for ok: say under outcomes how this backend refuses a login")
    told = {**SAYS, "outcomes": {"ok": {"json": {"$.token": "present"}}, "refused": {"json": {"$.token": "absent"}}}}
    assert english(tried(told)) == []


def test_a_path_that_leads_nowhere_is_told(tried: Tried) -> None:
    said = {"actions": {"login": {**SAYS["actions"]["login"], "save": {"session": "$.data.token"}}}}  # type: ignore[dict-item]
    assert english(tried(said))[0].startswith("the answer does not hold what is to be saved as session")


def test_a_bad_code_that_is_taken_for_an_outage_is_told(tried: Tried, backend: Backend) -> None:
    real = backend.login

    def login(request: dict[str, Any]) -> tuple[int, Any]:
        status, reply = real(request)
        return (status if status == 200 else 503), reply

    backend.routes["POST /login"] = login
    assert english(tried())[0].startswith("a bad code is refused, and not unavailable")


def test_a_backend_that_asks_nobody_is_told(tried: Tried, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (200, {"token": "t", "user": {"id": 1}})
    text = "\n".join(tried().lines())
    assert "! nothing called mockwx" in text
    assert "! both are taken for ok" in text


def test_why_wechat_refused_the_good_login_is_told(tried: Tried, backend: Backend) -> None:
    said = {**SAYS, "apps": {"shop": {"appid": "wx00000000mockshop", "secret": "mockwx-another-secret"}}}
    assert "    code2session 40125: the secret is not that of shop" in tried(said).lines("en")
    assert not [line for line in tried().lines("en") if "40029:" in line]


def test_a_file_without_a_login_is_told(tried: Tried) -> None:
    trial = tried({"actions": {"me": {"request": "GET /me"}}})
    assert trial.reason is not None
    assert trial.reason.en.startswith("there is no action of this backend 'login'")


def test_it_is_told_in_one_language(tried: Tried, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (200, {"token": "t", "user": {"id": 1}})
    trial = tried()
    assert not re.search("[\u4e00-\u9fff]", "\n".join(trial.lines("en")))
    chinese = "\n".join(trial.lines("zh"))
    assert "    视为：ok" in chinese
    assert "! 两者都被视为 ok" in chinese
    assert "taken for" not in chinese
