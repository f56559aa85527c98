"""扫码关注登录 over real sockets: what the account's backend is pushed, and what the follower reads of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from wechatpy import parse_message
from wechatpy.replies import TextReply, TransferCustomerServiceReply

from mockwx import MockWx, MockWxError

from .callback import AES_KEY, TOKEN, Callback, Got, serving

SAFE = {"mode": "safe", "aes_key": AES_KEY}
OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"


@pytest.fixture
def callback() -> Iterator[Callback]:
    with serving() as found:
        yield found


@pytest.fixture(params=[False, True], ids=["in-process", "over-http"])
def line(mockwx: MockWx, request: pytest.FixtureRequest) -> MockWx:
    return MockWx.connect(mockwx.url) if request.param else mockwx


def club(mockwx: MockWx, callback: Callback, followers: list[str] | None = None, **how: Any) -> None:
    listens = {"url": callback.url, "token": TOKEN, **how}
    account = {"kind": "official", "followers": followers or [], "callback": listens}
    mockwx.load({"apps": {"shop": {}, "club": account}})
    callback.appid = mockwx.apps["club"].appid


def qr(mockwx: MockWx, scene: str = "login-1") -> dict[str, Any]:
    app = mockwx.apps["club"]
    query = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
    token = requests.get(f"{mockwx.url}/cgi-bin/token", query, timeout=60).json()["access_token"]
    body = {"expire_seconds": 600, "action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
    url = f"{mockwx.url}/cgi-bin/qrcode/create?access_token={token}"
    return dict(requests.post(url, json=body, timeout=60).json())


def opened(callback: Callback, got: Got) -> Any:
    """The message as wechatpy's own reader sees it."""
    query = got.query
    if query.get("encrypt_type") != "aes":
        return parse_message(got.body)
    signed = (query["msg_signature"], query["timestamp"], query["nonce"])
    return parse_message(callback.crypto.decrypt_message(got.body, *signed))


def replies(text: str, *, sealed: bool) -> Any:
    def answer(callback: Callback, got: Got) -> str:
        body = str(TextReply(content=text, message=opened(callback, got)).render())
        return str(callback.crypto.encrypt_message(body, "1597", got.query["timestamp"])) if sealed else body

    return answer


@pytest.mark.parametrize("how", [{}, SAFE], ids=["plain", "safe"])
def test_wechatpy_reads_the_scene_and_the_follower_reads_its_answer(
    line: MockWx, callback: Callback, how: dict[str, str]
) -> None:
    club(line, callback, **how)
    callback.answer = replies("欢迎回来", sealed=bool(how))
    alice, code = line.user("alice"), qr(line)
    first, second = alice.scan(code["ticket"]), alice.scan(code["url"])
    assert (first.app, first.status, second.status) == ("club", "followed", "scanned")
    for scanned, kind, event in ((first, "subscribe_scan", "subscribe"), (second, "scan", "SCAN")):
        pushed, got = scanned.pushed, callback.got.pop(0)
        assert pushed is not None
        assert (pushed.event, pushed.accepted, pushed.shows) == (event, True, "欢迎回来")
        assert "欢迎回来" in (pushed.reply or "")
        message = opened(callback, got)
        assert (message.event, message.scene_id, message.ticket) == (kind, "login-1", code["ticket"])
        assert message.source == got.query["openid"] == alice.openid("club")
        assert message.target.startswith("gh_")
        assert got.content_type == "text/xml"
        assert (set(got.query) >= {"encrypt_type", "msg_signature"}) is bool(how)
        assert ("<Event>" in got.body) is not bool(how)


@pytest.mark.parametrize("how", [{}, SAFE], ids=["plain", "safe"])
def test_a_follower_who_writes_reads_what_the_backend_answers(
    line: MockWx, callback: Callback, how: dict[str, str]
) -> None:
    club(line, callback, ["alice"], **how)
    callback.answer = replies("收到：你好", sealed=bool(how))
    assert line.user("alice").send("你好 <]]>").shows == "收到：你好"
    message = opened(callback, callback.got[0])
    assert (message.type, message.content) == ("text", "你好 <]]>")
    assert message.id > 0


@pytest.mark.parametrize("sealed", [False, True])
def test_in_compatible_mode_a_message_is_there_plain_and_sealed_and_so_may_be_its_answer(
    mockwx: MockWx, callback: Callback, sealed: bool
) -> None:
    club(mockwx, callback, ["alice"], mode="compatible", aes_key=AES_KEY)
    callback.answer = replies("hi", sealed=sealed)
    assert mockwx.user("alice").send("你好").shows == "hi"
    (got,) = callback.got
    assert opened(callback, got).content == parse_message(got.body).content == "你好"
    assert got.query["encrypt_type"] == "aes"


def test_who_unfollows_is_told_of_and_reads_nothing(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback, ["alice"])
    callback.answer = replies("再见", sealed=False)
    pushed = mockwx.user("alice").unfollow()
    assert (pushed.event, pushed.accepted, pushed.shows) == ("unsubscribe", False, None)
    assert opened(callback, callback.got[0]).event == "unsubscribe"
    callback.answer = lambda callback, got: "success"
    followed = mockwx.user("alice").follow()
    assert (followed.event, followed.accepted, followed.shows) == ("subscribe", True, None)
    assert opened(callback, callback.got[1]).event == "subscribe"


@pytest.mark.parametrize("answer", ["success", ""])
def test_success_and_nothing_are_answers_that_nobody_reads(mockwx: MockWx, callback: Callback, answer: str) -> None:
    club(mockwx, callback, ["alice"], **SAFE)
    callback.answer = lambda callback, got: answer
    pushed = mockwx.user("alice").send("hi")
    assert (pushed.accepted, pushed.shows, len(pushed.attempts)) == (True, None, 1)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ('{"ok": true}', "its ToUserName is ''"),
        ("[]", "it is no XML"),
        ("<html></html>", "it is <html>, not <xml>"),
        ("<xml><ToUserName>", "it is no XML"),
        ('<!DOCTYPE xml [<!ENTITY a "b">]><xml/>', "it is no plain XML"),
        ("OK", "the answer must be success or nothing, and was 'OK'"),
    ],
)
def test_any_other_answer_shows_that_the_account_is_out_of_service(
    mockwx: MockWx, callback: Callback, answer: str, why: str
) -> None:
    club(mockwx, callback, ["alice"])
    callback.answer = lambda callback, got: answer
    pushed = mockwx.user("alice").send("hi")
    assert (pushed.accepted, pushed.shows, len(pushed.attempts)) == (False, OUT_OF_SERVICE, 1)
    assert why in (pushed.reason or "")


def xml(**changes: str) -> Any:
    def answer(callback: Callback, got: Got) -> str:
        message = got.message
        fields = {"ToUserName": message["FromUserName"], "FromUserName": message["ToUserName"], "MsgType": "text"}
        fields |= {"CreateTime": "1", "Content": "hi"} | changes
        return f"<xml>{''.join(f'<{name}>{value}</{name}>' for name, value in fields.items())}</xml>"

    return answer


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ToUserName": "gh_other"}, "its ToUserName is 'gh_other'"),
        ({"FromUserName": "oMOCKother"}, "a reply swaps the two"),
        ({"MsgType": "event"}, "its MsgType is 'event'"),
        ({"Content": ""}, "its Content is missing or empty"),
    ],
)
def test_a_reply_that_is_addressed_or_made_wrongly_says_why(
    mockwx: MockWx, callback: Callback, changes: dict[str, str], why: str
) -> None:
    club(mockwx, callback, ["alice"])
    callback.answer = xml(**changes)
    pushed = mockwx.user("alice").send("hi")
    assert (pushed.accepted, pushed.shows) == (False, OUT_OF_SERVICE)
    assert why in (pushed.reason or "")


def test_a_reply_in_plain_text_is_no_answer_in_safe_mode(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback, ["alice"], **SAFE)
    callback.answer = replies("hi", sealed=False)
    pushed = mockwx.user("alice").send("hi")
    assert (pushed.accepted, pushed.shows) == (False, OUT_OF_SERVICE)
    assert "it is no sealed reply" in (pushed.reason or "")


def test_what_is_no_text_is_shown_by_its_kind_and_a_hand_over_not_at_all(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback, ["alice"])
    callback.answer = xml(MsgType="news")
    assert mockwx.user("alice").send("hi").shows == "[图文]"
    callback.answer = lambda callback, got: TransferCustomerServiceReply(message=opened(callback, got)).render()
    pushed = mockwx.user("alice").send("hi")
    assert (pushed.accepted, pushed.shows) == (True, None)


def test_a_backend_that_fails_gets_the_same_push_three_times(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    callback.failures = [500, 0]
    pushed = mockwx.user("alice").scan(qr(mockwx)["ticket"]).pushed
    assert pushed is not None
    assert (pushed.accepted, len(pushed.attempts)) == (True, 3)
    assert len({got.body for got in callback.got}) == 1
    callback.failures = [500] * 3
    pushed = mockwx.user("bob").scan(qr(mockwx)["ticket"]).pushed
    assert pushed is not None
    assert (pushed.reason, pushed.shows) == ("HTTP 500", OUT_OF_SERVICE)


def test_a_backend_that_is_too_slow_shows_that_it_is_out_of_service(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback, ["alice"])
    callback.slow = 0.5
    pushed = mockwx.user("alice").send("hi", tries=1, timeout="50ms")
    assert pushed.shows == OUT_OF_SERVICE


def test_a_push_may_be_lost_or_there_may_be_nobody_to_tell(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    pushed = mockwx.user("alice").scan(qr(mockwx)["ticket"], send=False).pushed
    assert pushed is not None
    assert (pushed.sent, pushed.reason) == (False, "it was lost on its way")
    mockwx.load({"apps": {"shop": {}, "club": {"kind": "official"}}})
    scanned = mockwx.user("alice").scan(qr(mockwx)["ticket"])
    assert scanned.pushed is not None
    assert (scanned.status, scanned.pushed.reason) == ("scanned", "club has no callback: nobody is told")
    assert callback.got == []


def test_a_callback_elsewhere_is_refused_before_anything_happens(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback, url="https://www.example.com/wechat")
    code = qr(mockwx)
    for act in (lambda: mockwx.user("alice").scan(code["ticket"]), lambda: mockwx.user("alice").follow()):
        with pytest.raises(MockWxError, match=r"www\.example\.com is not this machine"):
            act()
    with pytest.raises(MockWxError, match="does not follow"):
        mockwx.user("alice").unfollow()


def test_the_events_can_be_pushed_by_name_and_forged(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    with pytest.raises(MockWxError, match="qrcode/create"):
        mockwx.push("SCAN", "alice")
    first, code = qr(mockwx, "first"), qr(mockwx, "second")
    with pytest.raises(MockWxError, match="does not follow"):
        mockwx.push("SCAN", "alice")
    forged = mockwx.push("subscribe", "alice", ticket=code["ticket"], forge="wrong_signature", tries=1)
    assert not forged.accepted
    with pytest.raises(MockWxError, match="does not follow"):
        mockwx.push("SCAN", "alice")
    callback.got.clear()
    mockwx.push("subscribe", "alice", ticket=first["ticket"])
    mockwx.push("SCAN", "alice")
    mockwx.push("SCAN", "alice", forge="replay")
    mockwx.push("unsubscribe", "alice")
    told = [(got.message["Event"], got.message["EventKey"]) for got in callback.got]
    assert told == [("subscribe", "qrscene_first"), ("SCAN", "second"), ("SCAN", "second"), ("unsubscribe", None)]
    with pytest.raises(MockWxError, match="has no ticket"):
        mockwx.push("unsubscribe", "bob", ticket=first["ticket"])
    with pytest.raises(MockWxError, match="has no revoke_info"):
        mockwx.push("subscribe", "bob", revoke_info="205")


def test_a_ticket_is_no_secret_that_a_page_could_leak(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    assert mockwx.client.leaks(qr(mockwx)["ticket"]) == []


def test_the_picture_is_scanned_as_it_is(mockwx: MockWx, callback: Callback) -> None:
    club(mockwx, callback)
    query = {"ticket": qr(mockwx)["ticket"]}
    picture = requests.get(f"{mockwx.url}/mp.weixin.qq.com/cgi-bin/showqrcode", query, timeout=60)
    assert picture.headers["Content-Type"] == "image/jpg"
    assert mockwx.user("alice").scan(picture.content).status == "followed"
    assert mockwx.user("bob").scan(picture.url).status == "followed"
