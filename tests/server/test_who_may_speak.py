"""A control plane without a token answers programs of this machine, and no web page of another site."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
import requests

from mockwx import MockWx

from .conftest import Talk

LOGIN = "/_mockwx/phone/login"


def ask(talk: Talk, headers: str, body: str = '{"user": "alice"}') -> tuple[int, dict[str, Any]]:
    """A simple POST with these header lines, as any page may send it."""
    head = f"POST {LOGIN} HTTP/1.1\r\n{headers}Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n"
    answer = talk(f"{head}Connection: close\r\n\r\n{body}".encode())
    return answer.status, json.loads(answer.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:{port}",
        "localhost:{port}",
        "LOCALHOST",
        "wx.localhost:80",
        "[::1]:{port}",
        "127.0.0.1:32771",
        "mockwx:8780",
        "api.weixin.qq.com",
        "localhost.",
    ],
)
def test_names_of_this_machine_of_wechat_and_of_a_compose_file_are_answered(
    talk: Talk, mockwx: MockWx, host: str
) -> None:
    assert ask(talk, f"Host: {host.format(port=mockwx.address[1])}\r\n")[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8780",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evilweixin.qq.com",
        "[::1].evil.example",
        "a@127.0.0.1",
        "192.0.2.7",
        "169.254.169.254",
        "a:b",
        "127.0.0.1 evil.example",
    ],
)
def test_a_name_that_may_have_been_bent_to_this_machine_is_refused(talk: Talk, host: str) -> None:
    status, answer = ask(talk, f"Host: {host}\r\n")
    assert (status, answer["where"]) == (403, "Host")
    assert "--allow-host" in answer["error"]
    assert "放行" in answer["error"]


def test_the_host_of_a_request_line_counts_before_the_header(talk: Talk, mockwx: MockWx) -> None:
    port = mockwx.address[1]
    line = f"GET http://127.0.0.1:{port}/_mockwx/journal HTTP/1.1"
    answer = talk(f"{line}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode())
    assert answer.status == 200


@pytest.mark.parametrize(
    "lines",
    [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1:{port}.evil.example\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ],
)
def test_a_page_of_another_site_is_refused(talk: Talk, mockwx: MockWx, lines: str) -> None:
    port = mockwx.address[1]
    status, answer = ask(talk, f"Host: 127.0.0.1:{port}\r\n{lines.format(port=port)}", '{"user": "mallory"}')
    assert (status, answer["where"]) == (403, "Origin")
    assert "mallory" not in str(mockwx.snapshot())


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: none\r\n",
        "Origin: https://wx.dev.example\r\nX-Forwarded-Host: wx.dev.example\r\nX-Forwarded-Proto: https\r\n",
    ],
)
def test_a_page_of_its_own_and_whoever_is_no_page_are_answered(talk: Talk, mockwx: MockWx, lines: str) -> None:
    port = mockwx.address[1]
    assert ask(talk, f"Host: 127.0.0.1:{port}\r\n{lines.format(port=port)}")[0] == 200


def test_a_refused_page_learns_nothing_not_even_that_all_is_well(talk: Talk) -> None:
    answer = talk(b"GET /_mockwx/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert answer.status == 403
    assert b"clock" not in answer


def test_a_name_that_was_allowed_is_answered_and_its_neighbour_is_not() -> None:
    with MockWx(allow_hosts=["wx.dev.example", ".test.example"]) as mockwx:

        def status(host: str) -> int:
            return requests.get(f"{mockwx.url}/_mockwx/journal", headers={"Host": host}, timeout=60).status_code

        assert status("wx.dev.example") == status("WX.dev.example:8080") == status("a.b.test.example") == 200
        assert status("dev.example") == status("x.wx.dev.example") == status("test.example") == 403


def test_wechats_own_paths_are_answered_whatever_the_host(talk: Talk) -> None:
    answer = talk(b"GET /sns/jscode2session HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n")
    assert b"errcode" in answer


@pytest.mark.parametrize("origin", ["http://127.0.0.1:3000", "http://localhost:{port}", "https://h5.localhost"])
def test_a_page_of_this_machine_may_use_the_phone_and_nothing_else(mockwx: MockWx, origin: str) -> None:
    headers = {"Origin": origin.format(port=mockwx.address[1]), "Sec-Fetch-Site": "cross-site"}

    phone = requests.post(f"{mockwx.url}{LOGIN}", json={"user": "alice"}, headers=headers, timeout=60)
    assert phone.json()["errMsg"] == "login:ok"
    assert phone.headers["Access-Control-Allow-Origin"] == headers["Origin"]
    for path in ("journal", "apps", "snapshot", "rules"):
        refused = requests.get(f"{mockwx.url}/_mockwx/{path}", headers=headers, timeout=60)
        assert refused.status_code == 403
        assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize("spelt", ['{"deliver": "once", %s}', '{%s, "del\\u0069ver": "twice"}'])
@pytest.mark.parametrize("call", ["authorize", "confirm"])
def test_a_page_of_this_machine_lets_the_phone_ask_no_other_service_of_it(
    mockwx: MockWx, call: str, spelt: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as service:
        port = service.getsockname()[1]
        mockwx.load({"apps": {"shop": {}, "club": {"kind": "official"}}})
        appid = mockwx.apps["club"].appid
        link = (
            f"https://open.weixin.qq.com/connect/oauth2/authorize?appid={appid}&redirect_uri=http://127.0.0.1:{port}/"
        )
        body = spelt % f'"user": "alice", "url": "{link}&response_type=code&scope=snsapi_base#wechat_redirect"'
        url, headers = f"{mockwx.url}/_mockwx/phone/{call}", {"Origin": "http://localhost:5173"}
        refused = requests.post(url, body, headers=headers, timeout=60)
        assert (refused.status_code, refused.json()["where"]) == (403, "deliver")
        assert refused.headers["Access-Control-Allow-Origin"] == headers["Origin"]
        service.settimeout(0)
        with pytest.raises(BlockingIOError):
            service.accept()


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://localhost.evil.example",
        "http://evil.example#localhost",
        "http://localhost@evil.example",
        "http://[::1].evil.example",
        "http://127.0.0.1.evil.example",
        "http://2130706433",
        "file://",
        "chrome-extension://localhost",
        "http://localhost, http://evil.example",
    ],
)
@pytest.mark.parametrize("path", ["phone/login", "relay"])
def test_an_origin_that_only_looks_like_this_machine_has_no_phone(mockwx: MockWx, origin: str, path: str) -> None:
    headers = {"Origin": origin}
    asked = requests.post(f"{mockwx.url}/_mockwx/{path}", json={"user": "alice"}, headers=headers, timeout=60)
    before = requests.options(f"{mockwx.url}/_mockwx/{path}", headers=headers, timeout=60)
    assert (asked.status_code, before.status_code) == (403, 403)
    assert "Access-Control-Allow-Origin" not in {**asked.headers, **before.headers}


@pytest.mark.parametrize(
    ("origin", "path", "status"),
    [
        ("http://localhost:5173", "phone/login", 204),
        ("http://localhost:5173", "relay", 204),
        ("http://localhost:5173", "rules", 403),
        ("https://evil.example", "phone/login", 403),
        ("http://localhost.evil.example", "phone/login", 403),
    ],
)
def test_a_browser_that_asks_before_it_sends_is_told(mockwx: MockWx, origin: str, path: str, status: int) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = requests.options(f"{mockwx.url}/_mockwx/{path}", headers=asked, timeout=60)

    assert answer.status_code == status
    if status == 204:
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert "content-type" in answer.headers["Access-Control-Allow-Headers"]


def test_the_script_for_pages_is_given_to_every_page(mockwx: MockWx) -> None:
    answer = requests.get(f"{mockwx.url}/_mockwx/wx.js", headers={"Sec-Fetch-Site": "cross-site"}, timeout=60)

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "createWx" in answer.text
