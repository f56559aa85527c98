"""Pushes over real sockets: sealed and signed so that wechatpy opens them, tried again, judged, and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from mockwx import MockWx, MockWxError

from .callback import AES_KEY, TOKEN, Callback, Got, serving

SAFE = {"mode": "safe", "aes_key": AES_KEY}
LINK = "https://open.weixin.qq.com/connect/oauth2/authorize?scope=snsapi_userinfo&redirect_uri=https%3A%2F%2Fa.example"


@pytest.fixture
def callback() -> Iterator[Callback]:
    with serving() as found:
        yield found


def club(mockwx: MockWx, callback: Callback, kind: str = "official", **how: Any) -> MockWx:
    """A world whose app club has the callback; ``how``: more keys of the callback, or of the scenario."""
    more = {name: how.pop(name) for name in ("wechat", "users") if name in how}
    given = {"kind": kind, "owner": "acme", "callback": {"url": callback.url, "token": TOKEN, **how}}
    mockwx.load({"apps": {"shop": {"owner": "acme"}, "club": given}, **more})
    callback.appid = mockwx.apps["club"].appid
    return mockwx


@pytest.fixture(params=[False, True], ids=["in-process", "over-http"])
def line(mockwx: MockWx, request: pytest.FixtureRequest) -> MockWx:
    return MockWx.connect(mockwx.url) if request.param else mockwx


@pytest.mark.parametrize("how", [{}, {"format": "json"}, SAFE, {**SAFE, "format": "json"}], ids=str)
def test_a_backend_with_wechatpy_understands_every_spelling(line: MockWx, callback: Callback, how: Any) -> None:
    club(line, callback, **how)
    pushed = line.push("user_authorization_revoke", "alice")
    assert pushed.accepted, pushed.reason
    (got,) = callback.got
    alice = line.user("alice")
    assert got.message["Event"] == "user_authorization_revoke"
    assert got.message["MsgType"] == "event"
    assert got.message["OpenID"] == alice.openid("club")
    assert got.message["UnionID"] == alice.unionid("club")
    assert got.message["AppID"] == line.apps["club"].appid
    assert got.message["RevokeInfo"] == "205"
    assert got.message["FromUserName"] != got.message["OpenID"]
    assert str(got.message["CreateTime"]) == got.query["timestamp"]
    assert ("Encrypt" in got.body) == ("mode" in how)
    assert got.content_type == ("application/json" if "format" in how else "text/xml")


def test_a_push_is_found_again_with_what_the_backend_read_and_answered(line: MockWx, callback: Callback) -> None:
    club(line, callback, **SAFE)
    line.push("user_info_modified", "alice")
    line.push("user_authorization_revoke", "bob")
    first, second = line.pushes()
    assert (first.number, second.number) == (1, 2)
    assert [each.event for each in line.pushes(user="bob")] == ["user_authorization_revoke"]
    assert line.pushes("user_authorization_cancellation") == []
    assert line.pushes(app="club") == [first, second]
    assert "<Event><![CDATA[user_info_modified]]></Event>" in first.message
    assert first.attempts == ({"status": 200, "body": "success", "error": None},)
    assert first.url.startswith(f"{callback.url}?signature=")
    assert f"push 2 user_authorization_revoke bob {callback.url} accepted" in line.journal()
    line.reset()
    assert line.pushes() == []


def test_a_revoked_user_must_log_in_again(mockwx: MockWx, callback: Callback) -> None:
    app = club(mockwx, callback).apps["club"]

    def tokens(user: str) -> dict[str, Any]:
        code = mockwx.user(user).authorize(f"{LINK}&appid={app.appid}").code
        query = {"appid": app.appid, "secret": app.secret, "code": code, "grant_type": "authorization_code"}
        return dict(requests.get(f"{mockwx.url}/sns/oauth2/access_token", query, timeout=60).json())

    def asked(held: dict[str, Any]) -> list[int]:
        profile = {"access_token": held["access_token"], "openid": held["openid"]}
        refresh = {"appid": app.appid, "grant_type": "refresh_token", "refresh_token": held["refresh_token"]}
        calls = (("userinfo", profile), ("auth", profile), ("oauth2/refresh_token", refresh))
        said = [requests.get(f"{mockwx.url}/sns/{path}", query, timeout=60).json() for path, query in calls]
        return [each.get("errcode", 0) for each in said]

    alice, bob = tokens("alice"), tokens("bob")
    assert asked(alice) == asked(bob) == [0, 0, 0]
    mockwx.push("user_authorization_revoke", "alice")
    assert asked(alice) == [40001, 40014, 40030]
    assert asked(bob) == [0, 0, 0]
    assert "took back" in (mockwx.calls("sns_userinfo", errcode=40001)[0].reason or "")
    again = tokens("alice")
    assert again["openid"] == alice["openid"]
    assert asked(again) == [0, 0, 0]
    mockwx.push("user_authorization_cancellation", "bob")
    assert asked(bob) == [40001, 40014, 40030]


def test_a_cleaned_profile_shows_when_it_is_asked_for_again(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    mockwx.push("user_info_modified", "alice", send=False)
    assert mockwx.client.call("GET", "users/alice")["nickname"] == "微信用户"
    assert callback.got == []
    (lost,) = mockwx.pushes()
    assert (lost.sent, lost.accepted, lost.reason) == (False, False, "it was lost on its way")


@pytest.mark.parametrize(
    ("kind", "event", "values"),
    [
        ("official", "user_authorization_revoke", {"RevokeInfo": "205"}),
        ("website", "user_authorization_revoke", {"RevokeInfo": "301"}),
        ("mobile", "user_authorization_revoke", {"RevokeInfo": "301"}),
        ("miniprogram", "user_authorization_revoke", {"RevokeInfo": "6"}),
        ("official", "user_info_modified", {"RevokeInfo": None}),
        ("mobile", "user_authorization_cancellation", {"RevokeInfo": None}),
    ],
)
def test_what_is_withdrawn_depends_on_the_kind(
    mockwx: MockWx, callback: Callback, kind: str, event: str, values: dict[str, str | None]
) -> None:
    club(mockwx, callback, kind)
    mockwx.push(event, "alice", "club")
    message = callback.got[0].message
    assert {name: message.get(name) for name in values} == values
    assert message["ToUserName"].startswith("gh_SDK_" if kind in ("website", "mobile") else "gh_mock")


def test_other_values_of_revoke_info_are_those_of_the_kind(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback, "miniprogram")
    mockwx.push("user_authorization_revoke", "alice", "club", revoke_info="8", plugin="wx00000000mockplug")
    message = callback.got[0].message
    assert (message["RevokeInfo"], message["PluginID"]) == ("8", "wx00000000mockplug")
    assert message["OpenPID"].startswith("G")
    with pytest.raises(MockWxError, match="no RevokeInfo of miniprogram '301'"):
        mockwx.push("user_authorization_revoke", "alice", "club", revoke_info="301")
    with pytest.raises(MockWxError, match="has no RevokeInfo"):
        mockwx.push("user_info_modified", "alice", "club", revoke_info="8")
    assert len(callback.got) == 1


@pytest.mark.parametrize(
    ("keys", "names"),
    [("capital", {"OpenID", "AppID"}), ("lower", {"openid", "appid"}), ("spaced", {" OpenID", "AppID"})],
)
def test_the_case_of_keys_can_be_chosen(mockwx: MockWx, callback: Callback, keys: str, names: set[str]) -> None:
    club(mockwx, callback, "website", format="json", wechat={"push_keys": keys})
    mockwx.push("user_info_modified", "alice")
    assert names <= json.loads(callback.got[0].body).keys()
    assert {each for each in callback.got[0].message if each.strip().lower() == "openid"} <= names


# How the backend takes it


def test_an_empty_answer_is_as_good_as_success(mockwx: MockWx, callback: Callback) -> None:
    callback.answer = lambda callback, got: ""
    assert club(mockwx, callback).push("user_info_modified", "alice").accepted


def test_a_sealed_reply_of_wechatpy_is_understood(mockwx: MockWx, callback: Callback) -> None:
    def reply(callback: Callback, got: Got) -> str:
        return str(callback.crypto.encrypt_message("<xml>你好</xml>", got.query["nonce"], got.query["timestamp"]))

    callback.answer = reply
    pushed = club(mockwx, callback, **SAFE).push("user_info_modified", "alice")
    assert pushed.accepted, pushed.reason
    assert pushed.reply == "<xml>你好</xml>"


@pytest.mark.parametrize("answer", ["ok", '"success"', "success\n", "<xml/>"])
def test_another_answer_is_told_and_not_tried_again(mockwx: MockWx, callback: Callback, answer: str) -> None:
    callback.answer = lambda callback, got: answer
    pushed = club(mockwx, callback, **SAFE).push("user_info_modified", "alice")
    assert not pushed.accepted
    assert "must be success or nothing" in (pushed.reason or "")
    assert len(callback.got) == 1


def test_a_backend_that_fails_is_tried_three_times_with_the_same_push(line: MockWx, callback: Callback) -> None:
    callback.failures = [500, 0]
    pushed = club(line, callback).push("user_info_modified", "alice")
    assert pushed.accepted
    assert [each["status"] for each in pushed.attempts] == [500, None, 200]
    assert pushed.attempts[1]["error"]
    assert len({(got.body, got.query["nonce"]) for got in callback.got}) == 1
    assert line.pushes()[0] == pushed
    callback.failures = [503, 503, 503, 503]
    pushed = line.push("user_info_modified", "alice")
    assert (pushed.accepted, pushed.reason, len(pushed.attempts)) == (False, "HTTP 503", 3)
    assert len(callback.got) == 6


def test_a_slow_backend_is_given_up_on(mockwx: MockWx, callback: Callback) -> None:
    callback.slow = 2
    pushed = club(mockwx, callback).push("user_info_modified", "alice", tries=2, timeout="100ms")
    assert not pushed.accepted
    assert [each["error"] for each in pushed.attempts] == ["timed out", "timed out"]


def test_nobody_there_is_told(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    mockwx.client.call("PUT", "apps/club", {"callback": {"url": "http://127.0.0.1:9/wechat", "token": TOKEN}})
    pushed = mockwx.push("user_info_modified", "alice")
    assert len(pushed.attempts) == 3
    assert (pushed.reason or "").startswith("no answer: ")


# The check of the URL


def test_a_callback_that_answers_the_echostr_is_its_own(line: MockWx, callback: Callback) -> None:
    pushed = club(line, callback, **SAFE).verify_url()
    assert pushed.accepted, pushed.reason
    assert callback.got[0].query.keys() == {"signature", "timestamp", "nonce", "echostr"}
    assert pushed.message == callback.got[0].query["echostr"]


@pytest.mark.parametrize("echo", ['"{}"', "{}\n", "success"])
def test_an_echostr_that_is_not_verbatim_is_refused(mockwx: MockWx, callback: Callback, echo: str) -> None:
    callback.echo = lambda echostr: echo.format(echostr)
    pushed = club(mockwx, callback).verify_url("club")
    assert not pushed.accepted
    assert f"must be {pushed.message}" in (pushed.reason or "")


def test_wecom_seals_the_echostr(mockwx: MockWx, callback: Callback) -> None:
    pushed = club(mockwx, callback, "wecom", **SAFE).verify_url()
    assert pushed.accepted, pushed.reason
    assert callback.got[0].query["echostr"] != pushed.message


# What cannot be


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"event": "user_gone"}, "user_info_modified"),
        ({"event": "user_info_modified"}, "give 'user'"),
        ({"event": "user_info_modified", "user": "alice", "app": "shop"}, "shop has no callback"),
        ({"event": "user_info_modified", "user": "alice", "tries": 4}, "at most 3 tries"),
        ({"event": "user_info_modified", "user": "alice", "timeout": "11s"}, "at most 10s"),
        ({"event": "component_verify_ticket", "app": "club"}, "for a third-party platform"),
    ],
)
def test_a_push_that_cannot_be_is_told_and_nothing_happens(
    mockwx: MockWx, callback: Callback, given: dict[str, Any], why: str
) -> None:
    club(mockwx, callback)
    before = mockwx.client.call("GET", "users/alice")
    with pytest.raises(MockWxError, match=why):
        mockwx.client.call("POST", "wechat/push", given)
    assert callback.got == mockwx.pushes() == []
    assert mockwx.client.call("GET", "users/alice") == before


def test_a_callback_on_another_machine_must_be_allowed_by_name(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    mockwx.client.call("PUT", "apps/club", {"callback": {"url": "http://backend.example.com/wechat", "token": TOKEN}})
    with pytest.raises(MockWxError, match=r"--callback-host backend\.example\.com.*不是本机"):
        mockwx.push("user_info_modified", "alice")
    assert mockwx.client.call("GET", "users/alice")["nickname"] == "小明"
    assert mockwx.pushes() == []


def test_a_rule_does_not_push(mockwx: MockWx, callback: Callback) -> None:
    with pytest.raises(MockWxError, match=r"wechat\.push"):
        club(mockwx, callback).rule("code2session", do=[{"wechat.push": {"event": "user_info_modified"}}])
