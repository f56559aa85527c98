"""WeCom's older login page in a real browser: it shows a QR code, and leads on when a phone has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from playwright.sync_api import expect

from .test_qr_login import confirm, read

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mockwx import MockWx

WORLD = {
    "apps": {"corp": {"kind": "wecom", "members": ["alice", "bob"]}},
    "users": {"alice": {"nickname": "小明🐼"}, "bob": {"nickname": "波波"}},
}


def opened(mockwx: MockWx, desk: BrowserContext) -> Page:
    mockwx.load(WORLD)
    back = f"{mockwx.url}/_mockwx/health?from=site"
    query = {"appid": mockwx.apps["corp"].appid, "agentid": "1000002", "redirect_uri": back, "state": "a&b"}
    page = desk.new_page()
    page.goto(f"{mockwx.url_for('open.work.weixin.qq.com')}/wwopen/sso/qrConnect?{urlencode(query)}")
    return page


def userid(mockwx: MockWx, url: str) -> str:
    """By the code of the callback."""
    brought = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    corp = mockwx.apps["corp"]
    assert (brought["state"], brought["appid"], brought["from"]) == ("a&b", corp.appid, "site")
    wecom = f"{mockwx.url_for('qyapi.weixin.qq.com')}/cgi-bin"
    given = {"corpid": corp.appid, "corpsecret": corp.secret}
    token = requests.get(f"{wecom}/gettoken", params=given, timeout=60).json()["access_token"]
    query = {"access_token": token, "code": brought["code"]}
    return str(requests.get(f"{wecom}/auth/getuserinfo", params=query, timeout=60).json()["userid"])


def test_a_phone_scans_the_picture_and_the_page_leads_on(
    mockwx: MockWx, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = opened(mockwx, desk)
    said = read(page.locator("img.lightBorder").screenshot())
    hand = phone.new_page()
    hand.goto(said)
    expect(page.get_by_text("扫描成功，请在企业微信中点击确认")).to_be_visible()
    confirm(phone, said, "bob")
    page.wait_for_url("**/_mockwx/health?*")
    assert userid(mockwx, page.url) == "bob"


def test_the_phones_verbs_move_the_open_page(mockwx: MockWx, desk: BrowserContext) -> None:
    page = opened(mockwx, desk)
    alice = mockwx.user("alice")
    alice.scan(read(page.locator("img.lightBorder").screenshot()))
    alice.deny()
    expect(page.get_by_text("已取消登录，可再次扫描")).to_be_visible()
    alice.scan(read(page.locator("img.lightBorder").screenshot()))
    alice.confirm()
    page.wait_for_url("**/_mockwx/health?*")
    assert userid(mockwx, page.url) == "alice"
