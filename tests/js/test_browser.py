"""A person with a mini program in a browser: the example's pages in a phone's frame, to its real backend."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.chromium import chromium
from eventually import soon
from playwright.sync_api import expect

from . import node
from .conftest import EXAMPLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from mockwx import MockWx

PICTURE = Path(__file__).parents[2] / "mockwx" / "verbs" / "pictures" / "0.jpg"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def shown(mockwx: MockWx) -> Iterator[str]:
    """Where mockwx-page shows the example."""
    node.install()
    command = [node.program("node"), str(node.JS / "page" / "src" / "cli.js"), str(EXAMPLE), "--port", "0"]
    process = subprocess.Popen([*command, "--url", mockwx.url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process.stdout.readline().split()[-1]
    process.terminate()
    process.communicate()


@pytest.fixture
def page(browser: Browser, shown: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(60_000)
    wrong: list[str] = []
    context.on("weberror", lambda each: wrong.append(str(each.error)))
    page = context.new_page()
    page.goto(shown)
    page.get_by_text("已登录").wait_for()
    yield page
    context.close()
    assert wrong == []


def test_a_person_is_logged_in_by_the_pages_own_address(page: Page, mockwx: MockWx) -> None:
    assert page.locator(".openid").inner_text() == f"已登录 {mockwx.user('alice').openid()}"

    page.get_by_label("谁拿着手机").fill("bob")
    page.get_by_label("谁拿着手机").press("Enter")
    page.get_by_text(mockwx.user("bob").openid()).wait_for()


def test_a_person_gives_the_phone_number_or_keeps_it(page: Page) -> None:
    page.get_by_role("button", name="手机号快捷登录").tap()
    page.get_by_role("dialog").get_by_role("button", name="拒绝").tap()
    page.get_by_text("getPhoneNumber:fail user deny").wait_for()

    page.get_by_role("button", name="手机号快捷登录").tap()
    page.get_by_role("dialog").get_by_role("button", name="允许").tap()
    page.get_by_text("13800000001").wait_for()
    expect(page.get_by_text("user deny")).to_have_count(0)


def test_a_person_fills_in_nickname_and_avatar(page: Page, mockwx: MockWx) -> None:
    page.get_by_placeholder("请输入昵称").fill("阿明")
    page.get_by_role("button", name="保存").tap()
    page.locator(".nickname").wait_for()
    assert page.locator(".nickname").inner_text() == "阿明"

    page.locator(".wrapper").tap()
    page.get_by_label("从相册选择").set_input_files(PICTURE)
    page.locator('.avatar[src^="wxfile://tmp_own"]').wait_for()
    assert "blob:" in str(page.locator(".avatar").evaluate("image => image.style.backgroundImage"))
    width = page.locator(".avatar").evaluate("image => image.getBoundingClientRect().width")
    assert round(width) == 83  # 160rpx of a screen of 390 pixels
    assert soon(lambda: any(call.request["path"] == "/avatar" for call in mockwx.calls("wx.request")))


def test_the_old_page_needs_consent_and_tells_what_wechat_tells_now(page: Page) -> None:
    page.get_by_text("旧方式").tap()
    page.get_by_role("button", name="获取头像昵称").tap()
    page.get_by_role("dialog").get_by_text("用于完善会员资料").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="允许").tap()
    page.get_by_text("微信用户").wait_for()

    page.get_by_label("返回").tap()
    page.get_by_role("button", name="手机号快捷登录").wait_for()


def test_nothing_is_wider_than_the_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def dev_server(mockwx: MockWx) -> Iterator[str]:
    """A front end's own server, whose page loads the script from mockwx."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!DOCTYPE html><script src="{mockwx.url}/_mockwx/wx.js" data-user="bob"></script>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_web_page_of_another_port_logs_in_with_the_script_alone(
    browser: Browser, mockwx: MockWx, dev_server: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(dev_server)

    answer = page.evaluate(
        """async () => {
            const { code } = await wx.login();
            return new Promise((success, fail) => wx.request({
                url: 'https://example.com/onLogin', method: 'POST', data: { code }, success, fail }));
        }"""
    )

    assert answer["errMsg"] == "request:ok"
    assert answer["data"]["openid"] == mockwx.user("bob").openid()
    context.close()
