"""A Django site with django-allauth, its hosts hard-coded, logs alice in by QR code in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.clients import web_sites

from .chromium import chromium
from .test_qr_login import shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from mockwx import MockWx


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(direct=False) as found:
        yield found


@pytest.fixture
def page(mockwx: MockWx, browser: Browser) -> Iterator[Page]:
    """In a browser whose proxy is mockwx; this machine it reaches by itself."""
    mockwx.load(web_sites.WORLD)
    proxy = {"server": mockwx.url, "bypass": "127.0.0.1"}
    context = browser.new_context(proxy=proxy, ignore_https_errors=True, locale="zh-CN")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_alice_logs_in_to_an_allauth_site_with_nothing_but_interception(
    mockwx: MockWx, page: Page, tmp_path: Path
) -> None:
    with web_sites.django(mockwx, tmp_path) as site:
        page.goto(f"{site}/accounts/weixin/login/")
        assert page.url.startswith("https://open.weixin.qq.com/connect/qrconnect?")
        assert shown(page).startswith("https://open.weixin.qq.com/connect/confirm?uuid=")
        hand = page.context.new_page()
        hand.goto(shown(page))
        expect(page.get_by_text("扫描成功")).to_be_visible()
        hand.get_by_label("小明").check()
        hand.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{site}/me")
        kept = json.loads(str(page.locator("body").inner_text()))["allauth"]
    assert kept["uid"] == mockwx.user("alice").openid("site")
    assert kept["extra_data"]["nickname"] == "小明🐼"


def test_alice_logs_in_to_an_allauth_site_whose_page_is_set_to_mockwx(
    mockwx: MockWx, page: Page, tmp_path: Path
) -> None:
    address = f"{mockwx.url_for('open.weixin.qq.com')}/connect/qrconnect"
    with web_sites.django(mockwx, tmp_path, WECHAT_AUTHORIZE_URL=address) as site:
        page.goto(f"{site}/accounts/weixin/login/")
        assert page.url.startswith(f"{address}?")
        mockwx.user("alice").scan(shown(page))
        mockwx.user("alice").confirm()
        page.wait_for_url(f"{site}/me")
    mockwx.verify("oauth2_access_token", user="alice", errcode=0, count=1)
