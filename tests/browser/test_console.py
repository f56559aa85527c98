"""The console in a real browser: what happens in a world is seen live, and what a person does there is done."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import forked
import pytest
import requests
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from mockwx import MockWx

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def page(desk: BrowserContext, mockwx: MockWx) -> Page:
    page = desk.new_page()
    page.goto(mockwx.url + "/")
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("button", name=name, exact=True).click()


def person(page: Page, name: str) -> Locator:
    return page.locator(f"li[aria-label={name}]")


def calls(page: Page) -> Locator:
    return page.get_by_role("option")


def redeem(mockwx: MockWx, code: str) -> dict[str, Any]:
    app = mockwx.app
    query = {"appid": app.appid, "secret": app.secret, "js_code": code, "grant_type": "authorization_code"}
    answer: dict[str, Any] = requests.get(f"{mockwx.url}/sns/jscode2session", query, timeout=60).json()
    return answer


def test_a_login_is_watched_from_the_code_to_the_session_and_a_second_try_says_why_it_fails(
    page: Page, mockwx: MockWx
) -> None:
    person(page, "alice").get_by_role("button", name="登录 code").click()
    code = person(page, "alice").locator(".answer code").first.inner_text()
    assert "session_key" in redeem(mockwx, code)
    expect(calls(page)).to_have_count(1)
    assert redeem(mockwx, code)["errcode"] == 40163
    expect(calls(page)).to_have_count(2)

    expect(person(page, "alice")).to_contain_text("已登录")
    expect(person(page, "bob")).not_to_contain_text("已登录")
    expect(person(page, "bob")).to_contain_text("unionid")

    calls(page).nth(1).click()

    opened = page.locator(".opened")
    expect(opened).to_contain_text("40163")
    expect(opened).to_contain_text("后端应当")
    expect(opened).to_contain_text("重新 wx.login")


def test_the_curl_line_that_is_shown_logs_the_person_in(page: Page, mockwx: MockWx) -> None:
    person(page, "bob").get_by_role("button", name="登录 code").click()
    line = person(page, "bob").locator(".answer code").nth(1).inner_text()
    answer = requests.get(line.removeprefix('curl "').removesuffix('"'), timeout=60).json()
    assert answer["openid"] == mockwx.user("bob").openid()


def test_a_failure_that_is_switched_on_happens_once_and_is_seen(page: Page, mockwx: MockWx) -> None:
    tab(page, "故障")
    switch = page.locator(".switch", has_text="45011")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")

    assert redeem(mockwx, mockwx.login("alice"))["errcode"] == 45011
    assert "openid" in redeem(mockwx, mockwx.login("alice"))

    expect(page.locator(".rules")).to_contain_text("命中 1 次")
    switch.click()
    expect(page.get_by_text("没有规则：微信一切正常。")).to_be_visible()


def test_the_clock_is_advanced_and_says_before_what_comes_to_its_end(page: Page, mockwx: MockWx) -> None:
    codes = [mockwx.login("alice") for _ in range(3)]
    tab(page, "时间")
    step = page.locator(".steps li").first
    expect(step).to_contain_text("使 3 个 code 失效")
    step.get_by_role("button", name="+5m1s").click()
    expect(step).to_contain_text("不会使任何东西失效")
    assert redeem(mockwx, codes[0])["errcode"] == 40029


def test_a_scenario_with_a_slip_has_its_problem_at_its_line_and_a_right_one_is_loaded(
    page: Page, mockwx: MockWx
) -> None:
    tab(page, "场景")
    editor = page.locator(".cm-content")
    expect(editor).to_contain_text("mockwx")
    editor.fill("mockwx: 1\nname: busy\nrules:\n  - when: {api: code2sesion}\n    then: {errcode: 45011}\n")
    expect(page.locator(".problems")).to_contain_text("第 4 行")
    expect(page.locator(".problems")).to_contain_text("code2session")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)

    editor.fill("mockwx: 1\nname: busy\nrules:\n  - when: {api: code2session}\n    then: {errcode: 45011}\n")
    expect(page.locator(".problems li")).to_have_count(0)
    assert "openid" in redeem(mockwx, mockwx.login("alice")), "checking alone changes nothing"
    page.get_by_role("button", name="加载", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="已加载")).to_be_visible()
    assert redeem(mockwx, mockwx.login("alice"))["errcode"] == 45011


def test_the_editor_completes_keys_of_the_scenario_language(page: Page) -> None:
    tab(page, "场景")
    editor = page.locator(".cm-content")
    expect(editor).to_contain_text("mockwx")
    editor.fill("mockwx: 1\nrules:\n  - when: {api: code2session}\n    ")
    editor.press("Control+End")
    editor.press_sequentially("th")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("then")


def test_what_is_hostile_in_a_name_or_an_answer_is_shown_as_text(desk: BrowserContext, mockwx: MockWx) -> None:
    requests.put(f"{mockwx.url}/_mockwx/users/alice", json={"nickname": EVIL}, timeout=60)
    mockwx.rule("code2session", http=503, body=EVIL)
    page = desk.new_page()
    page.goto(mockwx.url + "/")
    expect(person(page, "alice")).to_contain_text(EVIL)
    requests.get(f"{mockwx.url}/sns/jscode2session", {"appid": EVIL, "js_code": EVIL}, timeout=60)
    calls(page).first.click()
    expect(page.locator(".opened")).to_contain_text(EVIL)
    assert page.locator("img[src=x]").count() == 0  # and an alert would fail the test


def test_a_page_of_another_origin_can_neither_read_nor_steer(mockwx: MockWx, desk: BrowserContext) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><p>elsewhere</p>")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        page = desk.new_page()
        page.goto(f"http://localhost:{server.server_address[1]}/")
        for path, method in (("journal/stream", "GET"), ("rules", "GET"), ("clock/advance", "POST"), ("reset", "POST")):
            got = page.evaluate(
                """async ([url, method]) => {
                    const body = method === 'POST' ? '{"by": "4d"}' : undefined;
                    try { return (await fetch(url, {method, body})).status }
                    catch (error) { return String(error) }
                }""",
                [f"{mockwx.url}/_mockwx/{path}", method],
            )
            assert got == "TypeError: Failed to fetch", path
        framed = page.evaluate(
            """async (url) => {
                const frame = document.createElement('iframe');
                frame.src = url;
                document.body.append(frame);
                await new Promise((resolve) => { frame.onload = resolve });
                try { return frame.contentDocument.body.innerText } catch { return 'refused' }
            }""",
            f"{mockwx.url}/_mockwx/console/",
        )
        assert framed in ("refused", "")
    finally:
        server.shutdown()
        server.server_close()
    assert mockwx.calls() == []


def test_ten_thousand_calls_are_shown_by_few_rows(page: Page, mockwx: MockWx) -> None:
    with requests.Session() as session:
        for number in range(40):
            session.get(f"{mockwx.url}/sns/jscode2session", params={"js_code": f"first{number}"}, timeout=60)
    mockwx_fill(mockwx, 10_000)
    expect(page.locator(".call .number", has_text="#10040")).to_be_visible(timeout=60_000)
    assert calls(page).count() < 100
    page.get_by_role("searchbox").fill("#10039")
    expect(calls(page)).to_have_count(1)


def mockwx_fill(mockwx: MockWx, count: int) -> None:
    """So many calls by pipelined requests: none waits for the answer before."""
    where = urlsplit(mockwx.url)
    request = f"GET {where.path}/sns/jscode2session?js_code=x HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode()
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=60) as wire:
        got = 0
        for _ in range(count // 100):
            wire.sendall(request * 100)
            while got < 100:
                got += wire.recv(1 << 16).count(b"HTTP/1.1 200")
            got -= 100


def test_it_speaks_english_to_who_reads_english_and_changes_on_demand(browser: Browser, mockwx: MockWx) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(mockwx.url + "/")
    expect(page.get_by_role("button", name="Login code").first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("button", name="登录 code").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="登录 code").first).to_be_visible()
    context.close()


def test_it_is_usable_on_a_phone_and_by_the_keyboard(phone: BrowserContext, mockwx: MockWx) -> None:
    page = phone.new_page()
    page.goto(mockwx.url + "/")
    expect(person(page, "alice")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    redeem(mockwx, "nonsense")
    tab(page, "日志")
    page.get_by_role("listbox").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".opened")).to_contain_text("40029")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[bytes], str]]]:
    """`mockwx serve` as a process of its own, and its URL."""
    with ExitStack() as stack:

        def start(*arguments: str, port: int = 0) -> tuple[subprocess.Popen[bytes], str]:
            ready = tmp_path / "ready"
            ready.unlink(missing_ok=True)
            command = [forked.python(), "-m", "mockwx", "serve", "--port", str(port), "--ready-file", str(ready)]
            process = subprocess.Popen([*command, *arguments], cwd=tmp_path, stdout=subprocess.DEVNULL)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            until = time.monotonic() + 60
            while not ready.exists():
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.02)
            return process, ready.read_text().strip()

        yield start


def test_a_server_with_a_token_asks_for_it_once(
    serve: Callable[..., tuple[subprocess.Popen[bytes], str]], desk: BrowserContext
) -> None:
    _, url = serve("--token", "s3cret")
    page = desk.new_page()
    page.goto(url + "/")
    page.get_by_role("textbox", name="令牌").fill("s3cret")
    page.get_by_role("button", name="继续").click()
    expect(person(page, "alice")).to_be_visible()
    page.reload()
    expect(person(page, "alice")).to_be_visible()


def test_after_a_restart_the_console_goes_on_with_the_new_journal(
    serve: Callable[..., tuple[subprocess.Popen[bytes], str]], desk: BrowserContext
) -> None:
    process, url = serve()
    page = desk.new_page()
    page.goto(url + "/")
    requests.get(f"{url}/sns/jscode2session", timeout=60)
    requests.get(f"{url}/sns/jscode2session", timeout=60)
    expect(calls(page)).to_have_count(2)
    process.terminate()
    process.wait(60)
    expect(page.get_by_text("服务已断开")).to_be_visible()
    serve(port=int(url.rpartition(":")[2]))
    requests.get(f"{url}/sns/userinfo", timeout=60)
    expect(calls(page)).to_have_count(1)
    expect(calls(page)).to_contain_text("userinfo")


def test_the_picture_in_the_docs_is_of_a_login_and_its_second_try(
    browser: Browser, mockwx: MockWx, tmp_path: Path
) -> None:
    """``make pictures`` keeps it in docs/."""
    mockwx.client.call("PUT", "clock", {"at": "2026-03-02T09:30:00+08:00", "mode": "frozen"})
    code = mockwx.login("bob")
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 760}, device_scale_factor=1.5)
    page = context.new_page()
    page.goto(mockwx.url + "/")
    person(page, "alice").get_by_role("button", name="登录 code").click()
    redeem(mockwx, code)
    redeem(mockwx, code)
    calls(page).nth(1).click()
    expect(page.locator(".opened")).to_contain_text("后端应当")
    expect(page.get_by_role("status").filter(has_text="alice")).to_have_count(0)
    picture = Path(os.environ.get("MOCKWX_PICTURES", tmp_path)) / "console.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
    context.close()
