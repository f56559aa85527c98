"""The package wechat for Node, unmodified, reads what followers do, and they read what it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from . import web_sites

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx import MockWx

TOKEN = "mockwxtoken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.fixture(params=["plain", "safe"])
def club(mockwx: MockWx, request: pytest.FixtureRequest) -> Iterator[MockWx]:
    mockwx.load({"apps": {"shop": {}, "club": {"kind": "official", "followers": []}}})
    with web_sites.callback(mockwx.apps["club"].appid, TOKEN, AES_KEY) as url:
        callback = {"url": url, "token": TOKEN, "mode": request.param, "aes_key": AES_KEY}
        mockwx.client.put_app("club", callback=callback)
        yield mockwx


def qr(mockwx: MockWx) -> dict[str, Any]:
    app = mockwx.apps["club"]
    query = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
    token = requests.get(f"{mockwx.url}/cgi-bin/token", query, timeout=10).json()["access_token"]
    body = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "login-1"}}}
    url = f"{mockwx.url}/cgi-bin/qrcode/create?access_token={token}"
    return dict(requests.post(url, json=body, timeout=10).json())


def test_the_package_wechat_reads_scans_and_words_and_is_read(club: MockWx) -> None:
    assert club.verify_url("club").accepted
    alice, ticket = club.user("alice"), qr(club)["ticket"]
    scene = {"Ticket": ticket, "FromUserName": alice.openid("club"), "MsgType": "event"}
    for event, key in (("subscribe", "qrscene_login-1"), ("SCAN", "login-1")):
        pushed = alice.scan(ticket).pushed
        assert pushed is not None
        assert json.loads(pushed.shows or "") == {**scene, "Event": event, "EventKey": key}
    text = {"MsgType": "text", "Content": "你好 & <b>", "FromUserName": alice.openid("club")}
    assert json.loads(alice.send("你好 & <b>").shows or "") == text
    assert alice.unfollow().accepted


def test_the_package_wechat_believes_nobody_else(club: MockWx) -> None:
    club.user("alice").follow()
    for forge in ("no_signature", "wrong_signature"):
        assert not club.push("unsubscribe", "alice", forge=forge).accepted
