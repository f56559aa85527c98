"""云托管: the backend under test is told by the gateway's headers who asks, and answers as callContainer tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from mockwx import MockWx, MockWxError


class Hosted(ThreadingHTTPServer):
    """A service that tells what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        heard = {"method": self.command, "path": self.path, "body": self.rfile.read(length).decode()}
        if self.path == "/text":
            body, label = b"plain", "text/plain"
        else:
            body, label = json.dumps(heard | {"headers": dict(self.headers)}).encode(), "application/json"
        self.send_response(201)
        self.send_header("Content-Type", label)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hosted() -> Iterator[Hosted]:
    server = Hosted()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=[False, True], ids=["in-process", "over-http"])
def line(mockwx: MockWx, request: pytest.FixtureRequest) -> MockWx:
    return MockWx.connect(mockwx.url) if request.param else mockwx


def world(mockwx: MockWx, hosted: Hosted, **shop: Any) -> MockWx:
    apps = {"shop": {"container": hosted.url, **shop}, "club": {"kind": "official", "container": hosted.url}}
    mockwx.load({"apps": apps})
    return mockwx


def gateways(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.upper().startswith("X-WX-")}


def test_the_service_is_told_who_asks(line: MockWx, hosted: Hosted) -> None:
    world(line, hosted, owner="acme")
    answer = line.call_container("alice", "/api/me")
    alice = line.user("alice")
    assert (answer.err_msg, answer.status) == ("cloud.callContainer:ok", 201)
    assert answer.header["Content-Type"] == "application/json"
    assert (answer.data["method"], answer.data["path"]) == ("GET", "/api/me")
    assert gateways(answer.data["headers"]) == {
        "X-WX-OPENID": alice.openid("shop"),
        "X-WX-APPID": line.apps["shop"].appid,
        "X-WX-UNIONID": alice.unionid("shop"),
        "X-WX-ENV": "prod-mockwx",
        "X-WX-SOURCE": "wx_client",
    }
    assert answer.data["headers"]["X-Original-Forwarded-For"]


def test_without_owner_there_is_no_unionid_and_a_whole_url_needs_no_container(mockwx: MockWx, hosted: Hosted) -> None:
    mockwx.load({"apps": {"shop": {}}})
    answer = mockwx.call_container("bob", f"{hosted.url}/a?b=1", env="test-1", source="wx_devtools")
    headers = gateways(answer.data["headers"])
    assert answer.data["path"] == "/a?b=1"
    assert "X-WX-UNIONID" not in headers
    assert (headers["X-WX-ENV"], headers["X-WX-SOURCE"]) == ("test-1", "wx_devtools")


def test_data_goes_as_json_as_text_or_in_the_query(mockwx: MockWx, hosted: Hosted) -> None:
    call = world(mockwx, hosted).user("alice").call_container
    posted = call("api", method="POST", data={"名": [1, None]}).data
    assert (posted["path"], posted["body"]) == ("/api", '{"名":[1,null]}')
    assert posted["headers"]["Content-Type"] == "application/json"
    typed = call("/api", method="POST", data="a=1", header={"content-type": "text/plain", "X-Own": "1"}).data
    assert (typed["body"], typed["headers"]["content-type"], typed["headers"]["X-Own"]) == ("a=1", "text/plain", "1")
    assert call("/api?c=3", data={"a": 1, "b": "二"}).data["path"] == "/api?c=3&a=1&b=%E4%BA%8C"
    assert call("/text").data == "plain"


def test_a_caller_cannot_set_the_gateways_headers(mockwx: MockWx, hosted: Hosted) -> None:
    mockwx = world(mockwx, hosted)
    header = {"x-wx-openid": "oMallory", "X-WX-SOURCE": "wx_trigger", "X-Wx-Unionid": "u"}
    headers = gateways(mockwx.call_container("alice", "/", header=header).data["headers"])
    assert headers["X-WX-OPENID"] == mockwx.user("alice").openid("shop")
    assert {name.upper() for name in headers} == {"X-WX-OPENID", "X-WX-APPID", "X-WX-ENV", "X-WX-SOURCE"}


def test_in_a_shared_environment_there_is_no_openid_but_one_from_elsewhere(mockwx: MockWx, hosted: Hosted) -> None:
    mockwx = world(mockwx, hosted)
    headers = gateways(mockwx.call_container("alice", "/", app="shop", owner="club").data["headers"])
    assert headers["X-WX-FROM-OPENID"] == mockwx.user("alice").openid("shop")
    assert headers["X-WX-FROM-APPID"] == mockwx.apps["shop"].appid
    assert headers["X-WX-APPID"] == mockwx.apps["club"].appid
    assert "X-WX-OPENID" not in headers


def test_a_forged_call_says_to_be_the_user_and_has_no_source(mockwx: MockWx, hosted: Hosted) -> None:
    mockwx = world(mockwx, hosted)
    headers = gateways(mockwx.call_container("alice", "/", forge=True).data["headers"])
    assert headers["X-WX-OPENID"] == mockwx.user("alice").openid("shop")
    assert "X-WX-SOURCE" not in headers


def test_where_nobody_listens_the_call_fails_as_calls_of_wx_do(mockwx: MockWx, hosted: Hosted) -> None:
    mockwx.load({"apps": {"shop": {"container": "http://127.0.0.1:9"}}})
    answer = mockwx.call_container("alice", "/")
    assert answer.status is None
    assert answer.err_msg.startswith("cloud.callContainer:fail ")


def test_a_service_elsewhere_or_of_a_website_is_not_asked(mockwx: MockWx) -> None:
    mockwx.load({"apps": {"shop": {}, "site": {"kind": "website"}}})
    with pytest.raises(MockWxError, match=r"www\.example\.com is not this machine"):
        mockwx.call_container("alice", "https://www.example.com/")
    with pytest.raises(MockWxError, match="container: http"):
        mockwx.call_container("alice", "/api/me")
    with pytest.raises(MockWxError, match="is of kind website"):
        mockwx.call_container("alice", "/api/me", app="site")


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("callContainer", {"path": "http://127.0.0.1:9/"}),
        ("send", {"text": "hi"}),
        ("follow", {}),
        ("scan", {"url": "http://weixin.qq.com/q/02MOCK"}),
    ],
)
def test_a_page_of_another_port_does_not_reach_the_backend(mockwx: MockWx, verb: str, args: dict[str, str]) -> None:
    url, page = f"{mockwx.url}/_mockwx/phone/{verb}", {"Origin": "http://127.0.0.1:1"}
    said = requests.post(url, json={"user": "alice", **args}, headers=page, timeout=60)
    assert (said.status_code, said.json()["where"]) == (403, "send")
    own = requests.post(url, json={"user": "alice", **args}, headers={"Origin": mockwx.url}, timeout=60)
    assert "may not let the phone" not in own.text
