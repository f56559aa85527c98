"""The review of nicknames and avatars: what WeChat finds is told at once for a text, and by a push for a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from mockwx import MockWx, MockWxError

from .callback import AES_KEY, TOKEN, Callback, serving

SAFE = {"mode": "safe", "aes_key": AES_KEY}


@pytest.fixture
def callback() -> Iterator[Callback]:
    with serving() as found:
        yield found


class Backend:
    def __init__(self, mockwx: MockWx) -> None:
        self.url = mockwx.url
        app = mockwx.app
        query = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
        self.token = requests.get(f"{self.url}/cgi-bin/token", query, timeout=60).json()["access_token"]
        query = {"appid": app.appid, "secret": app.secret, "js_code": mockwx.login("alice")}
        query["grant_type"] = "authorization_code"
        self.openid = requests.get(f"{self.url}/sns/jscode2session", query, timeout=60).json()["openid"]

    def ask(self, api: str, **body: Any) -> dict[str, Any]:
        body = {"version": 2, "scene": 1, "openid": self.openid, **body}
        url = f"{self.url}/wxa/{api}?access_token={self.token}"
        return dict(requests.post(url, json=body, timeout=60).json())


def test_a_text_is_judged_as_wechat_was_told_and_its_errcode_is_0_either_way(mockwx: MockWx) -> None:
    mockwx.review("坏话", label=20003)
    mockwx.review("可疑", suggest="review", label=20006)
    backend = Backend(mockwx)
    for content, result in (
        ("小明", {"suggest": "pass", "label": 100}),
        ("说坏话的人", {"suggest": "risky", "label": 20003}),
        ("可疑的人", {"suggest": "review", "label": 20006}),
    ):
        said = backend.ask("msg_sec_check", content=content)
        assert (said["errcode"], said["result"]) == (0, result)
        assert said["detail"] == [{"strategy": "content_model", "errcode": 0, **result, "prob": 90}]
    assert backend.ask("msg_sec_check", content="x", nickname="说坏话的人")["result"]["suggest"] == "risky"


def test_the_first_version_says_it_by_an_errcode(mockwx: MockWx) -> None:
    mockwx.review("坏话")
    backend = Backend(mockwx)
    assert backend.ask("msg_sec_check", version=1, content="小明") == {"errcode": 0, "errmsg": "ok"}
    assert backend.ask("msg_sec_check", version=1, content="坏话")["errcode"] == 87014


@pytest.mark.parametrize("how", [{}, {"format": "json"}, SAFE, {**SAFE, "format": "json"}], ids=str)
def test_a_picture_is_judged_by_a_push_that_names_the_trace_of_the_call(
    mockwx: MockWx, callback: Callback, how: dict[str, Any]
) -> None:
    mockwx.load({"apps": {"shop": {"callback": {"url": callback.url, "token": TOKEN, **how}}}})
    callback.appid = mockwx.app.appid
    mockwx.review("bad", label=20002)
    backend = Backend(mockwx)
    urls = ("https://example.com/good.jpg", "https://example.com/bad.jpg")
    traces = [backend.ask("media_check_async", media_url=url, media_type=2)["trace_id"] for url in urls]
    for trace, suggest, label in zip(traces, ("pass", "risky"), (100, 20002), strict=True):
        assert mockwx.push("wxa_media_check").accepted
        message = callback.got[-1].message
        assert list(message) == [
            *("ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "appid", "trace_id", "version"),
            *("detail", "errcode", "errmsg", "result"),
        ]
        assert (message["Event"], message["trace_id"]) == ("wxa_media_check", trace)
        result = message["result"]
        assert (result["suggest"], int(result["label"])) == (suggest, label)
        (detail,) = message["detail"] if isinstance(message["detail"], list) else [message["detail"]]
        assert detail["strategy"] == "content_model"
    with pytest.raises(MockWxError, match="media_check_async"):
        mockwx.push("wxa_media_check")


def test_a_forged_result_leaves_the_real_one_to_come(mockwx: MockWx, callback: Callback) -> None:
    mockwx.load({"apps": {"shop": {"callback": {"url": callback.url, "token": TOKEN}}}})
    backend = Backend(mockwx)
    backend.ask("media_check_async", media_url="https://example.com/a.jpg", media_type=2)
    assert not mockwx.push("wxa_media_check", forge="wrong_signature", tries=1).accepted
    assert mockwx.push("wxa_media_check").accepted


def test_a_user_whom_wechat_blocks_has_the_highest_risk(mockwx: MockWx) -> None:
    backend = Backend(mockwx)
    body = {"appid": mockwx.app.appid, "scene": 0, "client_ip": "192.0.2.1"}
    first = backend.ask("getuserriskrank", **body)
    assert (first["errmsg"], first["risk_rank"]) == ("getuserriskrank succ", 0)
    assert isinstance(first["unoin_id"], int)
    mockwx.user("alice").block()
    assert backend.ask("getuserriskrank", **body)["risk_rank"] == 4
    mockwx.user("alice").block(blocked=False)


def test_the_users_of_a_former_account_are_found_in_the_new_one(mockwx: MockWx) -> None:
    mockwx.load({"apps": {"shop": {}, "old": {"kind": "official"}, "new": {"kind": "official"}}})
    old, new = mockwx.apps["old"], mockwx.apps["new"]
    query = {"grant_type": "client_credential", "appid": new.appid, "secret": new.secret}
    token = requests.get(f"{mockwx.url}/cgi-bin/token", query, timeout=60).json()["access_token"]
    openids = [mockwx.user("alice").openid("old"), mockwx.user("alice").openid("new"), "nobody's"]
    body = {"from_appid": old.appid, "openid_list": openids}
    said = requests.post(f"{mockwx.url}/cgi-bin/changeopenid?access_token={token}", json=body, timeout=60).json()
    wrong = [{"ori_openid": openid, "err_msg": "ori_openid error"} for openid in openids[1:]]
    assert said["result_list"] == [
        {"ori_openid": openids[0], "new_openid": mockwx.user("alice").openid("new"), "err_msg": "ok"},
        *wrong,
    ]
