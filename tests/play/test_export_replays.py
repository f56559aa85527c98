"""What was exported from one world happens again in another; secrets are found where they do not belong."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockwx import MockWx, MockWxError
from mockwx.play.backend import CONVENTION
from mockwx.play.results import PlayResult
from mockwx.products.endpoint_lookup import ENDPOINTS
from mockwx.products.shared.checks import LiveCode
from mockwx.scenario.world_export import NOT_REPLAYED, REPLAYED
from mockwx.verbs import VERBS

from .conftest import wrong
from .good_backend import Backend

One = Callable[..., PlayResult]


def post(url: str, body: dict[str, Any]) -> int:
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_every_api_that_takes_a_code_is_replayed_or_says_why_not() -> None:
    takes_a_code = {each.api for each in ENDPOINTS if any(isinstance(check, LiveCode) for check in each.checks)}
    assert takes_a_code == REPLAYED.keys() | NOT_REPLAYED.keys(), (
        "mockwx/scenario/world_export.py: say in REPLAYED which verb makes the code and which action spends it, or in "
        "NOT_REPLAYED why it is not replayed"
    )
    assert not REPLAYED.keys() & NOT_REPLAYED.keys()


def test_what_is_replayed_is_made_by_a_verb_and_spent_by_a_usual_action() -> None:
    assert {verb for verb, _ in REPLAYED.values()} <= VERBS.keys()
    assert {action.removeprefix("backend.") for _, action in REPLAYED.values()} <= CONVENTION.keys()


def test_what_happened_once_happens_again_when_its_export_is_played(wechat: MockWx, backend: Backend, one: One) -> None:
    wechat.load(
        {
            "clock": {"mode": "frozen"},
            "users": {"alice": {}, "bob": {"blocked": True}},
            "rules": [
                {
                    "name": "sometimes",
                    "when": {"api": "code2session", "user": "alice", "chance": 0.5},
                    "then": {"errcode": -1},
                }
            ],
        }
    )
    for _ in range(6):
        post(f"{backend.url}/login", {"code": wechat.login("alice")})
    wechat.advance("5m")
    post(f"{backend.url}/login", {"code": wechat.login("bob")})
    post(f"{backend.url}/phone", {"code": wechat.user("alice").get_phone_number()["code"]})
    seen = [(each.api, each.user, each.errcode) for each in wechat.calls() if each.api != "token"]
    assert {errcode for _, _, errcode in seen} == {0, -1, 40226}

    exported = wechat.export()
    result = one(exported.removeprefix("mockwx: 1\n").partition("\n")[2])

    assert (result.verdict, wrong(result)) == ("passed", [])
    assert [(each.api, each.user, each.errcode) for each in wechat.calls() if each.api != "token"] == seen
    assert "chance" not in exported
    assert wechat.app.secret not in exported


def test_an_exported_clock_moves_where_a_test_moved_it_and_not_for_real_seconds(wechat: MockWx) -> None:
    wechat.load({"clock": {"mode": "frozen"}})
    app = wechat.app
    for pause in ("9s", "1h"):
        wechat.advance(pause)
        code = wechat.login("alice")
        url = f"{wechat.url}/sns/jscode2session?appid={app.appid}&secret={app.secret}&js_code={code}"
        urllib.request.urlopen(f"{url}&grant_type=authorization_code").close()

    steps = yaml.safe_load(wechat.export())["steps"]

    assert [step["clock.advance"] for step in steps if "clock.advance" in step] == ["1h9s"]


def test_an_empty_journal_is_not_exported(wechat: MockWx) -> None:
    wechat.load({})

    with pytest.raises(MockWxError, match="journal is empty"):
        wechat.export()


def test_a_har_has_every_call_in_order_and_no_secret(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    wechat.load({})
    post(f"{backend.url}/login", {"code": wechat.login("alice")})
    post(f"{backend.url}/phone", {"code": wechat.user("alice").get_phone_number()["code"]})

    log = wechat.export("har")["log"]

    paths = [each["request"]["url"] for each in log["entries"]]
    assert paths[0] == "https://api.weixin.qq.com/sns/jscode2session"
    assert paths[-1] == "https://api.weixin.qq.com/wxa/business/getuserphonenumber"
    text = json.dumps(log)
    assert wechat.app.secret is not None
    assert wechat.app.secret not in text
    assert wechat.client.call("POST", "leaks", {"text": text}) == {"leaks": [], "complete": True}
