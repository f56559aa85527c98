"""A browser, and a website that logs people in with WeChat."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from .chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from mockwx import MockWx

WORLD = {
    "apps": {
        "site": {"kind": "website", "owner": "acme", "domain": "127.0.0.1"},
        "club": {"kind": "official", "owner": "acme"},
    },
    "users": {"alice": {"nickname": "小明🐼"}, "bob": {"nickname": "波波"}},
}
PHONE = {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for a whole session: while Playwright runs, no test of this process can have an event loop.
    with chromium() as found:
        yield found


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A browser on a desk; whatever goes wrong in a page of it is a failure."""
    yield from _context(browser, viewport={"width": 1000, "height": 700})


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of a phone's size."""
    yield from _context(browser, viewport=PHONE, has_touch=True, is_mobile=True)


def _context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", **options)
    context.set_default_timeout(60_000)
    wrong: list[str] = []
    context.on("weberror", lambda each: wrong.append(str(each.error)))
    context.on("dialog", lambda each: (wrong.append(f"dialog: {each.message}"), each.dismiss()))
    yield context
    context.close()
    assert wrong == []


class Site:
    """A website with a button for WeChat, the same embedded, and a callback that trades the code."""

    def __init__(self, mockwx: MockWx) -> None:
        self.mockwx = mockwx
        self.asked: list[str] = []
        """Paths and queries that browsers asked it for."""
        self._pages: dict[str, Callable[[], str]] = {"/": self._front, "/embedded": self._embedded}
        self.wxlogin: dict[str, Any] = {}
        """How ``new WxLogin`` is called, beside what it needs."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                path = urlsplit(self.path).path
                if path == "/favicon.ico":
                    return self._say(204, "")
                if path == "/callback":
                    return self._say(200, site.callback(self.path))
                return self._say(200, site._pages[path]())

            def _say(self, status: int, text: str) -> None:
                body = f"<!DOCTYPE html><meta charset=utf-8>{text}".encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def link(self, **changes: str) -> str:
        """WeChat's page with the QR code."""
        query = {"appid": self.mockwx.apps["site"].appid, "redirect_uri": f"{self.url}/callback"}
        query |= {"response_type": "code", "scope": "snsapi_login", "state": "s1"}
        return f"{self.mockwx.url_for('open.weixin.qq.com')}/connect/qrconnect?{urlencode(query | changes)}"

    def consent_link(self, **changes: str) -> str:
        """The page inside WeChat."""
        query = {"appid": self.mockwx.apps["club"].appid, "redirect_uri": f"{self.url}/callback"}
        query |= {"response_type": "code", "scope": "snsapi_userinfo", "state": "s1"}
        return f"{self.mockwx.url_for('open.weixin.qq.com')}/connect/oauth2/authorize?{urlencode(query | changes)}"

    def _front(self) -> str:
        return f'<a href="{html.escape(self.link())}">微信登录</a>'

    def _embedded(self) -> str:
        script = f"{self.mockwx.url_for('res.wx.qq.com')}/connect/zh_CN/htmledition/js/wxLogin.js"
        given = {
            "id": "login",
            "appid": self.mockwx.apps["site"].appid,
            "scope": "snsapi_login",
            "redirect_uri": urlencode({"": f"{self.url}/callback"})[1:],
            "state": "s1",
            **self.wxlogin,
        }
        return (
            f'<h1>网站</h1><div id="login"></div><script src="{script}"></script>'
            f"<script>new WxLogin({json.dumps(given)})</script>"
        )

    def callback(self, target: str) -> str:
        query = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        app = self.mockwx.apps["club" if query.get("app") == "club" else "site"]
        given = {"appid": app.appid, "secret": str(app.secret), "code": query.get("code", "")}
        tokens = self._ask("/sns/oauth2/access_token", **given, grant_type="authorization_code")
        if "openid" not in tokens:
            return f"<p>refused: {tokens['errcode']}</p>"
        profile = self._ask("/sns/userinfo", access_token=tokens["access_token"], openid=tokens["openid"])
        return f"<p>welcome: {html.escape(profile['nickname'])}, state {html.escape(query['state'])}</p>"

    def _ask(self, path: str, **query: str) -> dict[str, Any]:
        with build_opener(ProxyHandler({})).open(f"{self.mockwx.url}{path}?{urlencode(query)}", timeout=60) as answer:
            return dict(json.loads(answer.read().decode()))


@pytest.fixture
def site(mockwx: MockWx) -> Iterator[Site]:
    mockwx.load(WORLD)
    found = Site(mockwx)
    yield found
    found.close()


def status(page: Page) -> str:
    """What a page with a QR code says about it."""
    return page.locator(".js_status:visible").inner_text()
