"""``POST leaks``: which of a world's secrets stand in a text, whose they are, how spelt and where."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
import requests

from mockwx import MockWx

from .conftest import Control


@pytest.fixture
def key(mockwx: MockWx, web: requests.Session) -> str:
    app, code = mockwx.app, mockwx.login("alice")
    params = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
    answer = web.get(f"{mockwx.url}/sns/jscode2session", params=params, timeout=60)
    return str(json.loads(answer.text)["session_key"])


def leaks(control: Control, text: str) -> list[dict[str, Any]]:
    answer = control("POST", "leaks", {"text": text}).json()
    assert answer["complete"] is True
    found: list[dict[str, Any]] = answer["leaks"]
    return found


def test_a_session_key_is_told_with_its_owner_its_decodings_and_its_place(control: Control, key: str) -> None:
    alices = {"what": "session_key", "app": "shop", "user": "alice"}

    assert leaks(control, f"<p>{key}</p>") == [{**alices, "decodings": [], "line": 1, "column": 4}]
    cookie = f"HTTP/1.1 200\nSet-Cookie: k={quote(json.dumps({'key': key}), safe='')}"
    (leak,) = leaks(control, cookie)
    assert leak == {**alices, "decodings": ["percent"], "line": 2, "column": leak["column"]}


def test_app_secrets_keys_of_callbacks_and_tickets_are_secrets(control: Control, mockwx: MockWx) -> None:
    aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    callback = {"url": "http://127.0.0.1:1/", "token": "mockwxtoken", "aes_key": aes_key, "mode": "safe"}
    mockwx.load({"apps": {"shop": {}, "desk": {"kind": "component", "callback": callback}}})
    pushed = mockwx.push("component_verify_ticket", app="desk", tries=1)

    told = leaks(control, f"{mockwx.apps['shop'].secret} {aes_key} {pushed.ticket}")

    assert [(leak["what"], leak["app"]) for leak in told] == [
        ("secret", "shop"),
        ("aes_key", "desk"),
        ("component_verify_ticket", "desk"),
    ]


def test_what_everybody_may_know_is_no_leak(control: Control, mockwx: MockWx, key: str) -> None:
    mockwx.load({"apps": {"shop": {"secret": "short"}, "cafe": {"secret": "wx00000000mockcafe"}}})
    alice = mockwx.user("alice")
    public = [alice.openid("shop"), alice.unionid("shop"), mockwx.apps["shop"].appid, mockwx.apps["cafe"].appid]

    assert leaks(control, f"a short text, {public}, {key}") == []


def test_a_long_answer_is_searched_as_a_short_one(control: Control, mockwx: MockWx, key: str) -> None:
    (leak,) = leaks(control, f"{'x ' * 400_000}\n{quote(key, safe='')}")

    assert (leak["what"], leak["line"]) == ("session_key", 2)
