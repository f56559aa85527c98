"""Logging in to a website by QR code, in a real browser: one page shows it, another one is the phone's."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mockwx import MockWx

    from .conftest import Site


def read(picture: bytes) -> str:
    """What a QR code says, by a decoder that knows nothing of mockwx."""
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


def shown(page: Page) -> str:
    """What the QR code on the screen says."""
    return read(page.locator("img.js_qrcode_img").screenshot())


def uuid(page: Page) -> str:
    return str(page.locator("img.js_qrcode_img").get_attribute("src")).rpartition("/")[2]


def confirm(phone: BrowserContext, url: str, user: str = "alice", button: str = "登录") -> Page:
    page = phone.new_page()
    page.goto(url)
    page.locator(f"input[value={user}]").check()
    page.get_by_role("button", name=button).click()
    return page


def test_scanned_here_confirmed_there_and_the_site_knows_who_came(
    mockwx: MockWx, site: Site, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = desk.new_page()
    page.goto(site.url)
    page.get_by_role("link", name="微信登录").click()
    expect(page.get_by_text("请使用微信扫描二维码登录")).to_be_visible()
    hand = phone.new_page()
    hand.goto(shown(page))
    expect(page.get_by_text("扫描成功")).to_be_visible()
    expect(page.get_by_text("请使用微信扫描二维码登录")).to_be_hidden()
    hand.get_by_label("波波").check()
    hand.get_by_role("button", name="登录").click()
    expect(hand.get_by_role("heading", name="登录成功")).to_be_visible()
    page.wait_for_url(f"{site.url}/callback?*")
    expect(page.get_by_text("welcome: 波波, state s1")).to_be_visible()
    mockwx.verify("oauth2_access_token", user="bob", count=1)


def test_the_phones_verbs_move_an_open_page(mockwx: MockWx, site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(site.link())
    alice = mockwx.user("alice")
    assert alice.scan(shown(page)).status == "scanned"
    expect(page.get_by_text("扫描成功")).to_be_visible()
    alice.confirm()
    expect(page.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()
    assert len([each for each in site.asked if each.startswith("/callback")]) == 1


def test_who_cancels_leaves_the_page_waiting_for_another_scan(
    site: Site, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = desk.new_page()
    page.goto(site.link())
    url = shown(page)
    hand = confirm(phone, url, button="取消")
    expect(hand.get_by_role("heading", name="已取消登录")).to_be_visible()
    expect(page.get_by_text("您已取消此次登录")).to_be_visible()
    assert site.asked == []
    confirm(phone, url)
    expect(page.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()


def test_an_expired_qr_code_is_replaced_by_itself(
    mockwx: MockWx, site: Site, desk: BrowserContext, phone: BrowserContext
) -> None:
    page = desk.new_page()
    page.goto(site.link())
    first, said = uuid(page), shown(page)
    mockwx.advance("5m")
    expect(page.locator(f"img[src$='{first}']")).to_have_count(0)
    hand = phone.new_page()
    hand.goto(said)
    expect(hand.get_by_role("heading", name="二维码已过期")).to_be_visible()
    confirm(phone, shown(page))
    expect(page.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()


def test_a_page_comes_through_a_world_that_began_anew(mockwx: MockWx, site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(site.link())
    first = uuid(page)
    mockwx.advance("1s")
    mockwx.rule("qrconnect_poll", errcode=500, times=1)
    mockwx.user("alice").scan(shown(page))
    expect(page.locator(f"img[src$='{first}']")).to_have_count(0)


def test_the_one_at_the_desk_can_play_the_phone(site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(site.link())
    with desk.expect_page() as opened:
        page.get_by_role("link", name="不用手机").click()
    opened.value.get_by_role("button", name="登录").click()
    expect(page.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()


def test_a_world_of_its_own_keeps_the_whole_login(mockwx: MockWx, site: Site, desk: BrowserContext) -> None:
    import requests

    from mockwx import MockWx as Client

    from .conftest import WORLD

    with requests.Session() as session:
        session.trust_env = False
        body = {"name": "job7", "scenario": {"mockwx": 1, **WORLD}}
        base = session.post(f"{mockwx.url}/_mockwx/worlds", json=body, timeout=60).json()["base_url"]
    site.mockwx = other = Client.connect(base)
    page = desk.new_page()
    page.goto(site.link())
    assert urlsplit(shown(page)).path == "/~job7/open.weixin.qq.com/connect/confirm"
    other.user("bob").scan(shown(page))
    other.user("bob").confirm()
    expect(page.get_by_text("welcome: 波波, state s1")).to_be_visible()
    assert mockwx.calls() == []


@pytest.mark.parametrize("host", ["open.weixin.qq.com", "long.open.weixin.qq.com", "lp.open.weixin.qq.com", None])
def test_the_picture_says_the_confirm_page_of_the_address_that_was_used(
    mockwx: MockWx, site: Site, host: str | None
) -> None:
    import requests

    base = mockwx.url if host is None else mockwx.url_for(host)
    with requests.Session() as session:
        session.trust_env = False
        found = session.get(f"{base}{urlsplit(site.link()).path.replace('/open.weixin.qq.com', '')}", timeout=60)
        assert found.status_code == 200
        query = urlsplit(site.link()).query
        page = session.get(f"{base}/connect/qrconnect?{query}&f=xml", timeout=60).text
        made = re.search(r"<uuid>(\w+)", page)
        assert made is not None
        picture = session.get(f"{base}/connect/qrcode/{made[1]}", timeout=60)
        assert read(picture.content) == f"{base}/connect/confirm?uuid={made[1]}"
        # As an interception sees it.
        headers = {"Host": "open.weixin.qq.com"}
        picture = session.get(f"{mockwx.url}/connect/qrcode/{made[1]}", headers=headers, timeout=60)
        assert read(picture.content) == f"http://open.weixin.qq.com/connect/confirm?uuid={made[1]}"


# wxLogin.js


@pytest.mark.parametrize("self_redirect", [None, False])
def test_an_embedded_qr_code_leads_the_whole_page_on(
    mockwx: MockWx, site: Site, desk: BrowserContext, self_redirect: bool | None
) -> None:
    site.wxlogin = {} if self_redirect is None else {"self_redirect": self_redirect}
    page = desk.new_page()
    page.goto(f"{site.url}/embedded")
    frame = page.frame_locator("#login iframe")
    expect(frame.get_by_text("请使用微信扫描二维码登录")).to_be_visible()
    alice = mockwx.user("alice")
    alice.scan(read(frame.locator("img.js_qrcode_img").screenshot()))
    expect(frame.get_by_text("扫描成功")).to_be_visible()
    alice.confirm()
    page.wait_for_url(f"{site.url}/callback?*")
    expect(page.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()


def test_self_redirect_leads_only_the_frame_on(mockwx: MockWx, site: Site, desk: BrowserContext) -> None:
    site.wxlogin = {"self_redirect": True}
    page = desk.new_page()
    page.goto(f"{site.url}/embedded")
    frame = page.frame_locator("#login iframe")
    mockwx.user("alice").scan(read(frame.locator("img.js_qrcode_img").screenshot()))
    mockwx.user("alice").confirm()
    expect(frame.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()
    assert page.url == f"{site.url}/embedded"


def test_the_embedded_page_fits_its_frame(site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(f"{site.url}/embedded")
    frame = page.frame_locator("#login iframe")
    expect(frame.get_by_role("link", name="不用手机")).to_be_visible()
    body = frame.locator("html")
    assert body.evaluate("each => [each.scrollWidth, each.scrollHeight]") == [300, 400]


def test_a_redirect_uri_that_was_not_encoded_swallows_the_rest(site: Site, desk: BrowserContext) -> None:
    site.wxlogin = {"redirect_uri": f"{site.url}/callback?a=1&b=2"}
    page = desk.new_page()
    page.goto(f"{site.url}/embedded")
    frame = page.frame_locator("#login iframe")
    script = frame.locator("body script").text_content()
    assert f"redirect_uri: '{site.url}/callback?a=1'" in str(script)


def test_an_embedded_page_opens_the_phones_side_in_a_window_of_its_own(site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(f"{site.url}/embedded")
    with desk.expect_page() as opened:
        page.frame_locator("#login iframe").get_by_role("link", name="不用手机").click()
    opened.value.get_by_role("button", name="登录").click()
    expect(page.get_by_text("welcome: 小明🐼, state s1")).to_be_visible()
