"""Whatever comes over the wire, an answer goes back and the server lives on."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
import requests
from cases import each_case
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mockwx import MockWx
from mockwx.products.endpoint_lookup import ENDPOINTS

MIB = 1024 * 1024
AIOHTTP = tuple(map(int, version("aiohttp").split(".")[:2]))
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PROPFIND")
PATHS = tuple(each.path for each in ENDPOINTS)
CONTROL = (
    *("", "health", "worlds", "worlds/nowhere", "phone/login", "phone/nothing", "phone", "clock", "clock/advance"),
    *("rules", "rules/nothing", "wechat/revoke_token", "wechat/nothing", "journal", "verify", "scenario", "reset"),
    *("apps", "apps/shop", "users", "users/alice", "openapi.json", "schema.json", "fidelity", "nowhere", "a/b/c"),
)


def message(method: str, target: str | bytes, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    where = target if isinstance(target, bytes) else target.encode()
    lines = ["Host: x", "Connection: close", *headers]
    if (body and "Transfer-Encoding: chunked" not in headers) or length is not None:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    head = "".join(f"{line}\r\n" for line in lines)
    return method.encode() + b" " + where + b" HTTP/1.1\r\n" + head.encode() + b"\r\n" + body


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize("method", METHODS)
def test_every_method_on_every_endpoint_is_answered_as_wechat_answers(talk: Any, method: str) -> None:
    for path in PATHS:
        said = talk(message(method, path))
        # There is no picture of a QR code that there is not.
        is_picture = "{" in path or path in ("/cgi-bin/showqrcode", "/wwopen/sso/qrImg")
        assert (said.status, path) == (404 if is_picture else 200, path)
        head, _, body = said.partition(b"\r\n\r\n")
        if is_picture:
            assert "{" not in path or body == b""
        elif b"text/html" in head:
            assert method == "HEAD" or body.startswith(b"<!DOCTYPE html>")
        elif b"text/javascript" in head:
            assert method == "HEAD" or re.match(rb"window\.wx_errcode=402;|/\* mockwx|jsonpCallback\(", body)
        elif method != "HEAD":
            json.loads(body)


@pytest.mark.parametrize("method", ["BREW", "get", "G\xcbT"])
def test_a_method_that_http_does_not_know_is_400(talk: Any, method: str) -> None:
    for path in (*PATHS, "/_mockwx/health"):
        assert talk(message(method, path)).status == 400


@pytest.mark.parametrize("method", METHODS)
def test_every_method_on_every_control_path_is_answered_in_its_own_way(
    mockwx: MockWx, web: requests.Session, method: str
) -> None:
    for path in CONTROL:
        answer = web.request(method, f"{mockwx.url}/_mockwx/{path}", timeout=60)
        assert answer.status_code < 500, path
        if answer.status_code >= 400 and method != "HEAD":
            assert answer.json()["error"].count(" | ") >= 1, path
            assert "where" in answer.json()


@pytest.mark.parametrize("target", ["/cgi-bin/stable_token", "/sns/jscode2session", "/wxa/checksession"])
def test_a_body_over_a_mebibyte_is_45002(talk: Any, target: str) -> None:
    said = talk(message("POST", target, b" " * (MIB + 1)))
    assert said.status == 200
    assert b'"errcode":45002' in said


def test_a_body_over_a_mebibyte_that_is_only_announced_is_45002_at_once(talk: Any) -> None:
    talk(message("POST", "/cgi-bin/stable_token", b"{}", length=10 * MIB), until=b'"errcode":45002', timeout=60)


def test_a_chunked_body_over_a_mebibyte_is_refused(talk: Any) -> None:
    chunks = chunk(b" " * 65536) * 17 + b"0\r\n\r\n"
    assert talk(message("POST", "/cgi-bin/stable_token", chunks, CHUNKED)).status == 412
    assert b'"errcode":45002' in talk(message("POST", "/cgi-bin/clear_quota", chunks, CHUNKED))
    assert talk(message("POST", "/_mockwx/phone/login", chunks, CHUNKED)).status == 413


def test_a_control_body_over_a_mebibyte_is_413_and_says_so(talk: Any) -> None:
    said = talk(message("POST", "/_mockwx/phone/login", b" " * (MIB + 1)))
    assert said.status == 413
    assert b'"where": "body"' in said


def test_a_body_of_exactly_a_mebibyte_is_read(talk: Any) -> None:
    body = json.dumps({"user": "alice"}).encode().ljust(MIB)
    assert talk(message("POST", "/_mockwx/phone/login", body)).status == 200


@pytest.mark.parametrize(
    "data",
    [
        message("GET", "/sns/jscode2session?x=" + "y" * 100_000),
        message("GET", "/" + "y" * 100_000),
        message("GET", "/sns/jscode2session", b"", "X-Long: " + "y" * 100_000),
        message("GET", "/sns/jscode2session", b"", "X" * 100_000 + ": y"),
        pytest.param(
            message("GET", "/sns/jscode2session", b"", *[f"X-{nth}: {'y' * 100}" for nth in range(5000)]),
            marks=pytest.mark.skipif(AIOHTTP < (3, 14), reason="aiohttp before 3.14 takes any number of header lines"),
        ),
    ],
    ids=["query", "path", "value", "name", "many"],
)
def test_a_request_head_beyond_measure_is_4xx(talk: Any, data: bytes) -> None:
    assert 400 <= talk(data).status < 500


STRANGE_TARGETS = (
    b"/\xff\xfe",
    b"/sns/jscode2session?appid=\xff\xfe",
    b"/sns/jscode2session?\xff=\xfe",
    b"/sns/jscode2session?appid=%ff%fe",
    b"/sns/jscode2session?openid=%!s(<nil>)",
    b"/sns/%zz%",
    b"/sns/jscode2session?%=%&%%%",
    "/sns/登录".encode(),
    "/sns/登录".encode("gbk"),
    b"/%00?a=%00",
    b"/~%ff/sns/jscode2session",
    b"/~\xff/_mockwx/health",
    b"/_mockwx/\xff",
    b"/_mockwx/users/%ff",
    b"/_mockwx/journal?api=%ff",
    b"/_mockwx/journal?user=\xed\xa0\x80",
    b"/sns/jscode2session?appid=%ed%a0%80",
    b"*",
    b"sns/jscode2session",
    b"http://",
    b"http://[::1/sns/jscode2session",
    b"/?" + b"&" * 5000,
    b"/../../etc/passwd",
    b"/_mockwx/phone/pictures/../../../__init__.py",
    b"/_mockwx/phone/pictures/%2e%2e%2f0.jpg",
)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_strange_target_is_answered(mockwx: MockWx, talk: Any, method: str) -> None:
    with each_case() as case:
        for target in STRANGE_TARGETS:
            with case(target[:40]):
                assert talk(message(method, target)).status in (200, 400, 404, 405, 422)
                mockwx.journal()
                assert mockwx.calls() is not None


STRANGE_BODIES = (
    b"\xff\xfe\x00",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"123",
    b"NaN",
    b'{"appid": NaN, "x": Infinity, "y": -Infinity}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"appid": ' + b"9" * 10_000 + b"}",
    b'{"appid": 1e999, "user": 1e999}',
    b'{"appid": ["x"], "user": ["x"], "code": {"a": 1}}',
    b'{"appid": "\\ud800", "user": "\\ud800"}',
    b'{"appid": "\\u0000", "user": "\\u0000"}',
    b'\xef\xbb\xbf{"appid": "x"}',
    b'{"appid":"x","appid":"y"}',
    b"appid=x&secret=y",
    gzip.compress(b'{"user": "alice"}', mtime=0),
)


@pytest.mark.parametrize(
    "target",
    [
        "/cgi-bin/stable_token",
        "/wxa/business/getuserphonenumber?access_token=x",
        "/sns/jscode2session",
        "/_mockwx/phone/login",
        "/_mockwx/verify",
        "/_mockwx/worlds",
        "/_mockwx/rules",
        "/_mockwx/clock/advance",
    ],
)
def test_a_strange_body_is_answered(mockwx: MockWx, talk: Any, target: str) -> None:
    wanted = (200, 400, 422) if "_mockwx" in target else (200,)
    with each_case() as case:
        for body in STRANGE_BODIES:
            with case(body[:24]):
                said = talk(message("POST", target, body))
                assert said.status in wanted, said
                mockwx.calls()


@pytest.mark.parametrize("path", ["scenario", "rules", "clock", "users/alice", "apps/shop"])
def test_a_strange_body_that_replaces_something_is_answered(talk: Any, path: str) -> None:
    with each_case() as case:
        for body in (b"{", b"[]", b"\xff", b"null", b"[" * 100_000, b'{"a":' * 100_000, b"- " * 50_000):
            with case(body[:24]):
                said = talk(message("PUT", f"/_mockwx/{path}", body))
                assert said.status in (200, 400, 422), said


@pytest.mark.parametrize(
    "data",
    [
        message("POST", "/cgi-bin/stable_token", b"zz\r\nhello\r\n0\r\n\r\n", CHUNKED),
        message("POST", "/cgi-bin/clear_quota", b"-5\r\nhello\r\n0\r\n\r\n", CHUNKED),
        message("POST", "/cgi-bin/clear_quota", b"5\r\nhelloworld\r\n0\r\n\r\n", CHUNKED),
        message("POST", "/_mockwx/phone/login", b"ffffffffffffffffffff\r\nx", CHUNKED),
        message("POST", "/cgi-bin/clear_quota", b"{}", CHUNKED, length=2),
        message("POST", "/cgi-bin/clear_quota", b"{}", "Content-Length: 3", length=2),
        message("POST", "/cgi-bin/clear_quota", b"{}", length=-2),
        message("GET", "/ /", b""),
        b"GET /sns/jscode2session HTTP/9.9\r\n\r\n",
        b"GET /sns/jscode2session\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        message("GET", "/", b"", "X\x00: y"),
        message("GET", "/", b"", ": y"),
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        b"CONNECT api.weixin.qq.com:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=lambda data: repr(data[:40] if b"stable" not in data else data[-30:]),
)
def test_broken_framing_is_answered_with_4xx_or_not_at_all(talk: Any, data: bytes) -> None:
    said = talk(data, end=True)
    assert all(status < 500 for status in said.statuses)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"G",
        b"GET /sns/jscode2session HTTP/1.1\r\nHost: x",
        message("POST", "/cgi-bin/stable_token", b'{"app', length=100),
        message("POST", "/_mockwx/phone/login", b'{"us', length=100),
        message("POST", "/cgi-bin/clear_quota", chunk(b"{}"), CHUNKED),
    ],
)
def test_whoever_hangs_up_in_the_middle_harms_nobody(mockwx: MockWx, talk: Any, data: bytes) -> None:
    talk(data, end=True)
    assert mockwx.calls("code2session") == []


def test_a_compressed_body_is_not_unpacked(mockwx: MockWx, talk: Any) -> None:
    bomb = gzip.compress(b'{"user": "' + b"a" * 10 * MIB + b'"}', mtime=0)
    assert talk(message("POST", "/_mockwx/phone/login", bomb, "Content-Encoding: gzip")).status == 400
    assert b'"errcode":41002' in talk(message("POST", "/cgi-bin/stable_token", bomb, "Content-Encoding: gzip"))


def test_a_client_that_waits_for_100_continue_gets_it(talk: Any) -> None:
    said = talk(message("POST", "/_mockwx/phone/login", b'{"user": "alice"}', "Expect: 100-continue"))
    assert said.statuses == [100, 200]
    assert b"login:ok" in said


def test_a_client_that_waits_to_send_too_much_is_told_at_once(talk: Any) -> None:
    waiting = message("POST", "/cgi-bin/clear_quota", b"", "Expect: 100-continue", length=5 * MIB)
    assert talk(waiting, until=b'"errcode":45002', timeout=60).statuses == [200]


def test_of_a_repeated_parameter_the_first_counts(mockwx: MockWx, talk: Any) -> None:
    code, app = mockwx.login("alice"), mockwx.app
    rest = f"secret={app.secret}&grant_type=authorization_code&js_code={code}&js_code=wrong&appid=wrong"
    assert b'"openid"' in talk(message("GET", f"/sns/jscode2session?appid={app.appid}&{rest}"))


def test_two_requests_on_one_connection_are_both_answered(talk: Any) -> None:
    first = message("GET", "/sns/jscode2session").replace(b"Connection: close\r\n", b"")
    assert talk(first + message("GET", "/cgi-bin/token")).statuses == [200, 200]


TOKENS = st.sampled_from(
    [
        *(b"GET ", b"POST ", b"/sns/jscode2session", b"/_mockwx/phone/login", b" HTTP/1.1\r\n", b"\r\n", b"\r\n\r\n"),
        *(b"Host: x\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n", b"5\r\nhello\r\n"),
        *(b"?appid=", b"&", b"%", b"\x00", b"\xff", b"{", b"/~", b"//", b":", b"Expect: 100-continue\r\n", b"-1"),
    ]
)


@settings(max_examples=settings().max_examples * 3 // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.lists(TOKENS | st.binary(max_size=8), max_size=20).map(b"".join)))
@example(b"GET /sns/jscode2session HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
def test_no_bytes_at_all_make_the_server_fail(talk: Any, data: bytes) -> None:
    said = talk(data, end=True)
    assert all(status < 500 for status in said.statuses)


def test_a_correct_login_works_on_the_same_connection_after_a_refused_one(
    mockwx: MockWx, exchange: Callable[..., dict[str, Any]]
) -> None:
    assert exchange("nothing")["errcode"] == 40029
    assert "openid" in exchange(mockwx.login("bob"))


def test_headers_that_are_no_text_leave_a_journal_that_can_be_kept(talk: Any, mockwx: MockWx) -> None:
    said = talk(b"GET /sns/jscode2session HTTP/1.1\r\nHost: \xff\r\nUser-Agent: \xff\r\nConnection: close\r\n\r\n")
    assert b'"errcode":41002' in said
    (kept,) = mockwx.client.call("GET", "snapshot")["journal"]
    assert kept["errcode"] == 41002
