"""The relay of pages' requests: to mapped hosts and nowhere else, with all that a browser keeps from pages."""

from __future__ import annotations

import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from real_redis import RedisServer

from mockwx import MockWx
from mockwx.scenario.scenario import Scenario
from mockwx.server.http_server import HttpServer
from mockwx.server.real_clock import wall
from mockwx.server.server_thread import ServerThread
from mockwx.store.redis.worlds import RedisWorlds


class Backend:
    """It redeems a code at WeChat, and remembers what it was asked."""

    def __init__(self) -> None:
        self.wechat = ""
        self.asked: list[dict[str, Any]] = []
        backend = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                backend.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "https://elsewhere.example/")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                if self.path == "/broken":
                    self.connection.close()
                    return
                said = backend.login(json.loads(body)["code"]) if "login" in self.path.lower() else body
                self.send_response(200)
                self.send_header("Set-Cookie", "session=1; Path=/")
                self.send_header("Set-Cookie", "theme=dark")
                self.send_header("X-Request-ID", "7")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def login(self, code: str) -> bytes:
        query = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop", "js_code": code}
        query |= {"grant_type": "authorization_code"}
        answer = requests.get(f"{self.wechat}/sns/jscode2session", query, timeout=60).json()
        return json.dumps({"openid": answer["openid"]}).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def backend() -> Iterator[Backend]:
    backend = Backend()
    yield backend
    backend.close()


@pytest.fixture
def relaying(backend: Backend) -> Iterator[MockWx]:
    """A server whose https://example.com is the backend."""
    with MockWx(relays={"https://example.com": backend.url}) as mockwx:
        backend.wechat = mockwx.url
        yield mockwx


def relay(mockwx: MockWx, url: str, body: bytes = b"", **more: Any) -> requests.Response:
    asked = {"url": url, "method": "POST", "body": b64encode(body).decode()} | more
    return requests.post(f"{mockwx.url}/_mockwx/relay", json=asked, timeout=60)


def test_a_mapped_host_gets_the_request_as_the_page_wrote_it(relaying: MockWx, backend: Backend) -> None:
    headers = {"Cookie": "a=1", "Referer": "https://servicewechat.com/x/0/page-frame.html", "X-Token": "t"}
    answer = relay(relaying, "https://example.com/echo", b"\x00\xff", headers=headers)

    assert answer.json()["status"] == 200
    assert b64decode(answer.json()["body"]) == b"\x00\xff"
    (asked,) = backend.asked
    assert asked["path"] == "/echo"
    assert asked["headers"] | headers == asked["headers"]
    assert asked["headers"]["Host"] == backend.url.removeprefix("http://")


def test_no_url_breaks_the_request_line(relaying: MockWx, backend: Backend) -> None:
    for url in ("https://example.com/a b", "https://example.com/a HTTP/1.1\r\nX-Evil: 1", "https://example.com/文"):
        relay(relaying, url)
    assert [asked["path"] for asked in backend.asked] == ["/a%20b", "/a%20HTTP/1.1%0D%0AX-Evil:%201", "/%E6%96%87"]
    assert all("X-Evil" not in asked["headers"] for asked in backend.asked)


def test_cookies_and_the_case_of_headers_come_back(relaying: MockWx) -> None:
    headers = relay(relaying, "https://example.com/echo").json()["headers"]

    assert ["Set-Cookie", "session=1; Path=/"] in headers
    assert ["Set-Cookie", "theme=dark"] in headers
    assert ["X-Request-ID", "7"] in headers


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com.evil.org/",
        "https://example.comet/",
        "http://example.com/",
        "https://api.weixin.qq.com/sns/jscode2session",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "https://example.com@evil.org/",
        "https://example.com\\.evil.org/",
        "http://[",
    ],
)
def test_nothing_is_relayed_elsewhere(relaying: MockWx, backend: Backend, url: str) -> None:
    answer = relay(relaying, url)

    assert answer.status_code == 403
    assert "--map" in answer.json()["error"]
    assert "不转发" in answer.json()["error"]
    assert backend.asked == []


def test_a_redirect_is_not_followed(relaying: MockWx) -> None:
    answer = relay(relaying, "https://example.com/moved").json()

    assert answer["status"] == 302
    assert ["Location", "https://elsewhere.example/"] in answer["headers"]


def test_no_answer_is_told_as_such(relaying: MockWx, backend: Backend) -> None:
    assert relay(relaying, "https://example.com/broken").json() == {"failed": "ECONNRESET"}
    backend.close()
    assert relay(relaying, "https://example.com/echo").json() == {"failed": "ECONNREFUSED"}


def test_the_journal_holds_what_the_front_end_asked_before_what_the_backend_asked_wechat(relaying: MockWx) -> None:
    code = relaying.login("alice")
    answer = relay(
        relaying, "https://example.com/onLogin?from=index", json.dumps({"code": code}).encode(), user="alice"
    )

    assert json.loads(b64decode(answer.json()["body"]))["openid"] == relaying.user("alice").openid()
    entries = requests.get(f"{relaying.url}/_mockwx/journal", timeout=60).json()["entries"]
    assert [(entry["number"], entry["api"], entry["user"]) for entry in entries] == [
        (1, "wx.request", "alice"),
        (2, "code2session", "alice"),
    ]
    assert entries[0]["line"] == "#1 wx.request alice 0 (POST https://example.com/onLogin)"
    assert entries[0]["response"]["status"] == 200
    assert entries[0]["request"]["query"] == {"from": "index"}
    only = requests.get(f"{relaying.url}/_mockwx/journal?api=wx.request", timeout=60).json()["entries"]
    assert [entry["number"] for entry in only] == [1]


def test_what_the_front_end_asked_is_no_call_of_wechat_in_an_exported_scenario(relaying: MockWx) -> None:
    relay(relaying, "https://example.com/echo")

    exported = requests.get(f"{relaying.url}/_mockwx/export", timeout=60).text
    assert "wx.request" not in exported


@pytest.mark.parametrize(
    ("asked", "where"),
    [({}, "url"), ({"url": "https://example.com", "body": "?"}, "body"), ({"url": "https://example.com", "x": 1}, "x")],
)
def test_a_wrong_request_is_refused_with_its_place(relaying: MockWx, asked: dict[str, Any], where: str) -> None:
    answer = requests.post(f"{relaying.url}/_mockwx/relay", json=asked, timeout=60)

    assert answer.status_code == 422
    assert answer.json()["where"] == where


def test_worlds_that_many_servers_share_hold_what_the_front_end_asked(
    redis_server: RedisServer, backend: Backend
) -> None:
    worlds = RedisWorlds(f"redis://127.0.0.1:{redis_server.port}/3999")
    worlds.put("", Scenario(), wall=wall())
    server = HttpServer(worlds, relays={"https://example.com": backend.url})
    thread = ServerThread(server)
    thread.start("127.0.0.1", 0)
    try:
        asked = {"url": "https://example.com/echo", "method": "POST", "user": "alice"}
        assert requests.post(f"{server.url}/_mockwx/relay", json=asked, timeout=60).json()["status"] == 200
        (entry,) = requests.get(f"{server.url}/_mockwx/journal", timeout=60).json()["entries"]
    finally:
        thread.stop()

    assert entry["line"] == "#1 wx.request alice 0 (POST https://example.com/echo)"
    assert entry["response"]["status"] == 200
