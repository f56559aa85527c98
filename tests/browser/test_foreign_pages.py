"""A page of another site, and a name bent to this machine, can read nothing here and change nothing."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from .chromium import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from mockwx import MockWx


@pytest.fixture(scope="module")
def rebound() -> Iterator[Browser]:
    """A browser to which evil.example is this machine."""
    path = find()
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--no-proxy-server", "--host-resolver-rules=MAP evil.example 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments, env=dict(os.environ))
        yield browser
        browser.close()


@pytest.fixture
def foreign(rebound: Browser) -> Iterator[tuple[Page, int]]:
    """An empty page of another site, and its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><p>another site</p>")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    page = rebound.new_page()
    yield page, server.server_address[1]
    page.close()
    server.shutdown()
    thread.join()
    server.server_close()


FETCH = """async ([url, mode, body]) => {
    try {
        const answer = await fetch(url, {method: body === null ? 'GET' : 'POST', mode, body});
        return [answer.type, answer.status, await answer.text()];
    } catch (error) { return ['failed', 0, String(error)]; }
}"""


def fetch(page: Page, url: str, mode: str = "no-cors", body: str | None = None) -> list[Any]:
    return list(page.evaluate(FETCH, [url, mode, body]))


@pytest.mark.parametrize("site", ["evil.example", "127.0.0.1"])
def test_a_page_of_another_site_changes_nothing_and_reads_nothing(
    mockwx: MockWx, foreign: tuple[Page, int], site: str
) -> None:
    page, port = foreign
    page.goto(f"http://{site}:{port}/")
    control = f"{mockwx.url}/_mockwx"
    for mode in ("no-cors", "cors"):
        for call, body in (
            ("rules", '{"when": {"api": "code2session"}, "then": {"errcode": -1}}'),
            ("phone/login", '{"user": "mallory"}'),
            ("snapshot", None),
        ):
            kind, _, text = fetch(page, f"{control}/{call}", mode, body)
            # A page of this machine has the phone, by CORS.
            assert kind in ("failed", "opaque") or (site == "127.0.0.1" and call == "phone/login")
            assert "mockwx-secret-shop" not in text
    assert mockwx.rules == []
    assert ("mallory" in str(mockwx.snapshot())) == (site == "127.0.0.1")


def test_a_form_of_another_site_changes_nothing(mockwx: MockWx, foreign: tuple[Page, int]) -> None:
    page, port = foreign
    page.goto(f"http://evil.example:{port}/")
    page.set_content(
        f'<form method=post enctype=text/plain action="{mockwx.url}/_mockwx/phone/login">'
        """<input name='{"user": "mallory", "x' value='": 1}'></form>"""
    )
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    assert "403" in page.content() or "may not use" in page.content()
    assert "mallory" not in str(mockwx.snapshot())


def test_a_name_that_was_bent_to_this_machine_reads_nothing(mockwx: MockWx, foreign: tuple[Page, int]) -> None:
    page, _ = foreign
    rebound = f"http://evil.example:{mockwx.address[1]}"
    answer = page.goto(f"{rebound}/_mockwx/snapshot")
    assert answer is not None
    assert answer.status == 403
    assert "mockwx-secret-shop" not in page.content()
    # Once there, the page is of the same origin as what it asks.
    kind, status, text = fetch(page, f"{rebound}/_mockwx/snapshot", "cors")
    assert (kind, status) == ("basic", 403)
    assert "mockwx-secret-shop" not in text
    assert fetch(page, f"{rebound}/_mockwx/phone/login", "cors", '{"user": "mallory"}')[1] == 403
    assert "mallory" not in str(mockwx.snapshot())


def test_a_page_of_mockwxs_own_may_do_all(mockwx: MockWx, foreign: tuple[Page, int]) -> None:
    page, _ = foreign
    page.goto(f"{mockwx.url}/_mockwx/health")
    kind, status, text = fetch(page, f"{mockwx.url}/_mockwx/phone/login", "cors", '{"user": "alice"}')
    assert (kind, status) == ("basic", 200)
    assert "login:ok" in text


def test_a_page_of_another_port_of_this_machine_has_the_phone_but_lets_it_ask_nothing(
    mockwx: MockWx, foreign: tuple[Page, int]
) -> None:
    page, port = foreign
    mockwx.load({"apps": {"shop": {}, "club": {"kind": "official"}}})
    page.goto(f"http://localhost:{port}/")
    link = f"{mockwx.url_for('open.weixin.qq.com')}/connect/oauth2/authorize?appid={mockwx.apps['club'].appid}"
    link += f"&redirect_uri=http://127.0.0.1:{port}/secret&response_type=code&scope=snsapi_base#wechat_redirect"
    authorize = f"{mockwx.url}/_mockwx/phone/authorize"
    kind, status, text = fetch(page, authorize, "cors", json.dumps({"user": "alice", "url": link}))
    assert (kind, status, "code=" in text) == ("cors", 200, True)
    kind, status, text = fetch(page, authorize, "cors", json.dumps({"user": "alice", "url": link, "deliver": "once"}))
    assert (kind, status) == ("cors", 403)
    assert "another site" not in text
    asked = json.dumps({"url": f"http://127.0.0.1:{port}/"})
    assert fetch(page, f"{mockwx.url}/_mockwx/relay", "cors", asked)[1] == 403


def test_a_sandboxed_page_has_nothing(mockwx: MockWx, foreign: tuple[Page, int]) -> None:
    page, port = foreign
    page.goto(f"http://localhost:{port}/")
    page.evaluate("""() => new Promise(resolve => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = '<p>sandboxed</p>';
        frame.onload = resolve;
        document.body.append(frame);
    })""")
    for mode in ("cors", "no-cors"):
        asked = [f"{mockwx.url}/_mockwx/phone/login", mode, '{"user": "mallory"}']
        assert page.frames[1].evaluate(FETCH, asked)[0] in ("failed", "opaque")
    assert "mallory" not in str(mockwx.snapshot())
