"""What type checkers say of the public Python API; read by mypy in ``make types``, never run.

A line that must be refused has a ``type: ignore`` with its reason: mypy fails where it is no longer needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, assert_type

import mockwx as package
from mockwx import MockWx, MockWxError, MockWxWarning
from mockwx.mock import AppCredentials, Authorized, JournalEntry, Phone, Pushed, Scanned

assert_type(package.__version__, str)


def a_context_manager() -> Iterator[MockWx]:
    with MockWx("happy", port=0, any_app=True, ca_dir=Path("ca"), callback_hosts=["backend"]) as mockwx:
        assert_type(mockwx, MockWx)
        yield mockwx
    MockWx({"mockwx": 1})
    MockWx(Path("scenario.yaml"))
    MockWx(8780)  # type: ignore[arg-type]
    MockWx(ports=8780)  # type: ignore[call-arg]
    assert_type(MockWx().start(), MockWx)
    assert_type(MockWx.connect("http://127.0.0.1:8780", token="t", world="w"), MockWx)


def where_it_is(mockwx: MockWx) -> None:
    assert_type(mockwx.url, str)
    assert_type(mockwx.url_for("qyapi.weixin.qq.com"), str)
    assert_type(mockwx.address, tuple[str, int])
    assert_type(mockwx.ca, str)
    assert_type(mockwx.app, AppCredentials)
    assert_type(mockwx.apps, dict[str, AppCredentials])
    assert_type(mockwx.app.appid, str)
    assert_type(mockwx.app.secret, str | None)


def phones(mockwx: MockWx) -> None:
    alice = mockwx.user("alice")
    assert_type(alice, Phone)
    assert_type(mockwx.login("alice"), str)
    assert_type(mockwx.logins(3, people=2), list[str])
    assert_type(alice.login("shop"), str)
    assert_type(alice.check_session(), bool)
    assert_type(alice.get_user_info(deny=True), dict[str, Any])
    assert_type(alice.openid(), str)
    assert_type(alice.unionid(), str | None)
    assert_type(alice.authorize("https://open.weixin.qq.com/", deliver="once"), Authorized)
    assert_type(alice.scan("https://open.weixin.qq.com/"), Scanned)
    assert_type(alice.confirm().code, str | None)
    alice.login(key_holds="+/")
    alice.login(key_holds="=")  # type: ignore[arg-type]
    alice.get_phone_number(seal={"flip": "iv", "timestamp": "-1d", "add": {"purePhoneNumber": "13900000000"}})
    alice.get_phone_number(seal={"flop": "iv"})  # type: ignore[arg-type]
    alice.confirm(deliver="thrice")  # type: ignore[arg-type]
    alice.login(1)  # type: ignore[arg-type]


def time(mockwx: MockWx) -> None:
    assert_type(mockwx.advance("5m1s"), str)
    assert_type(mockwx.advance(timedelta(minutes=5)), str)
    mockwx.advance(301)  # type: ignore[arg-type]


def failures(mockwx: MockWx) -> None:
    assert_type(mockwx.rule("code2session", call=1, errcode=-1, commit=True), str)
    assert_type(mockwx.rule("code2session", call="1..3", net="reset", between=("0s", "1m")), str)
    assert_type(mockwx.refuse("code2session", 45011, times=3), str)
    assert_type(mockwx.rules, list[dict[str, Any]])
    mockwx.rule("code2session", errcod=-1)  # type: ignore[call-arg]
    mockwx.rule("code2session", net="slow")  # type: ignore[arg-type]
    mockwx.rule(errcode=-1)  # type: ignore[call-arg]


def what_happened(mockwx: MockWx) -> None:
    assert_type(mockwx.calls("code2session", user="alice"), list[JournalEntry])
    assert_type(mockwx.calls()[0].errcode, int | None)
    assert_type(mockwx.wait("code2session", count=2), list[JournalEntry])
    assert_type(mockwx.pushes(), list[Pushed])
    assert_type(mockwx.journal(), str)
    assert_type(mockwx.snapshot(), dict[str, Any])
    mockwx.verify("code2session", count="2")  # type: ignore[arg-type]


def errors() -> tuple[type[AssertionError], type[Exception], type[Warning]]:
    return AssertionError, MockWxError, MockWxWarning
