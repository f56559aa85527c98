"""The answer's bytes on the wire: status line, headers, body."""

from __future__ import annotations

import socket
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from .backend import CODE2SESSION, PHONE, STABLE_TOKEN, TOKEN, WITH_TOKEN, Backend

if TYPE_CHECKING:
    from mockwx.mock import MockWx

JSON = "application/json; encoding=utf-8"
ALLOWED = {"Content-Type", "Content-Length", "Date", "Connection", "X-Mockwx-Trace"}


def raw(mockwx: MockWx, request: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status line, headers as they came and body of one request, written byte for byte."""
    address = urlsplit(mockwx.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        length = int(dict(headers)["Content-Length"])
        while len(body) < length:
            body += connection.recv(65536)
        return status, headers, body


def get(path: str, **query: str) -> str:
    return f"GET {path}?{urlencode(query)} HTTP/1.1\nHost: api.weixin.qq.com\n\n"


CHUNKED = (
    "POST {path} HTTP/1.1\nHost: api.weixin.qq.com\nContent-Type: application/json\n"
    "Transfer-Encoding: chunked\n\n2\n{{}}\n0\n\n"
)


def test_an_error_has_no_header_but_those_that_were_observed(mockwx: MockWx) -> None:
    status, headers, body = raw(mockwx, get(CODE2SESSION, appid=mockwx.app.appid))
    assert status == "HTTP/1.1 200 OK"
    assert {name for name, _ in headers} == ALLOWED
    assert len(headers) == len(ALLOWED)
    assert dict(headers)["Connection"] == "keep-alive"
    assert dict(headers)["Content-Length"] == str(len(body))


def test_a_success_has_no_header_but_those_that_were_observed(mockwx: MockWx) -> None:
    query = {"grant_type": "client_credential", "appid": mockwx.app.appid, "secret": mockwx.app.secret or ""}
    status, headers, body = raw(mockwx, get(TOKEN, **query))
    assert status == "HTTP/1.1 200 OK"
    assert b"access_token" in body
    assert {name for name, _ in headers} == ALLOWED


def test_no_answer_names_a_server(mockwx: MockWx) -> None:
    requests = (get(CODE2SESSION), get("/no/such/path"), CHUNKED.format(path=STABLE_TOKEN), get(TOKEN))
    for request in requests:
        _, headers, _ = raw(mockwx, request)
        assert "server" not in {name.lower() for name, _ in headers}


def test_the_date_is_in_gmt(mockwx: MockWx) -> None:
    _, headers, _ = raw(mockwx, get(CODE2SESSION))
    date = dict(headers)["Date"]
    assert date.endswith(" GMT")
    assert parsedate_to_datetime(date).utcoffset() is not None


def test_a_body_is_compact_and_ends_without_a_line_break(mockwx: MockWx) -> None:
    code = "0716AVll20uHk94SLDml27etM946AVlq"
    query = {"appid": mockwx.app.appid, "secret": "x", "js_code": code, "grant_type": "authorization_code"}
    _, headers, body = raw(mockwx, get(CODE2SESSION, **query))
    assert body.startswith(b'{"errcode":40029,"errmsg":"invalid code, rid: ')
    assert body.endswith(b'"}')
    # The published answer of this kind has a Content-Length of 74.
    assert dict(headers)["Content-Length"] == "74"


def test_an_ip_refusal_is_as_long_as_the_published_one(mockwx: MockWx) -> None:
    mockwx.load({"mockwx": 1, "apps": {"shop": {"ip_whitelist": ["10.0.0.0/8"]}}})
    answer = Backend(mockwx).fetch_token()
    published_length, published_ip = 133, "101.226.140.206"
    assert len(answer.body) == published_length - 2 * (len(published_ip) - len("127.0.0.1"))


def test_code2session_is_labelled_text_plain_without_a_charset(mockwx: MockWx) -> None:
    backend = Backend(mockwx)
    for answer in (backend.exchange(mockwx.login("alice")), backend.exchange("x"), backend.get(CODE2SESSION)):
        assert answer.headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize("path", [*WITH_TOKEN, TOKEN, STABLE_TOKEN, "/wxa/business/getuserencryptkey"])
def test_all_other_answers_are_labelled_json_with_an_encoding(mockwx: MockWx, path: str) -> None:
    answer = Backend(mockwx).send(WITH_TOKEN.get(path, "GET"), path)
    assert answer.headers["Content-Type"] == JSON


def test_a_path_where_nothing_lives_is_answered_by_the_gateway_even_below_sns(mockwx: MockWx) -> None:
    answer = Backend(mockwx).get("/sns/jscode2sesion")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == JSON
    assert answer.json["errcode"] == 40066


def test_the_label_of_sns_is_the_scenario_s_choice(mockwx: MockWx) -> None:
    mockwx.load({"mockwx": 1, "wechat": {"sns_content_type": "application/json"}})
    backend = Backend(mockwx)
    assert backend.exchange("x").headers["Content-Type"] == "application/json"
    assert backend.fetch_token().headers["Content-Type"] == JSON


@pytest.mark.parametrize("path", [STABLE_TOKEN, PHONE])
def test_a_chunked_body_is_answered_412_and_nothing(mockwx: MockWx, path: str) -> None:
    status, headers, body = raw(mockwx, CHUNKED.format(path=path))
    assert status == "HTTP/1.1 412 Precondition Failed"
    assert body == b""
    assert dict(headers)["Content-Length"] == "0"
    assert "Content-Type" not in dict(headers)


@pytest.mark.parametrize("path", [STABLE_TOKEN, PHONE])
def test_a_body_with_its_length_is_read(mockwx: MockWx, path: str) -> None:
    assert Backend(mockwx).post(path, {}).status == 200


@pytest.mark.parametrize("path", [path for path, method in WITH_TOKEN.items() if method == "POST" and path != PHONE])
def test_other_apis_take_a_chunked_body(mockwx: MockWx, path: str) -> None:
    status, _, body = raw(mockwx, CHUNKED.format(path=path))
    assert status == "HTTP/1.1 200 OK"
    assert b'"errcode":41001' in body


def test_a_slash_is_escaped_below_sns_and_plus_and_equals_are_not(mockwx: MockWx) -> None:
    mockwx.load({"mockwx": 1, "session_key": {"rotate_on_login": "always"}})
    backend = Backend(mockwx)
    seen = set()
    for _ in range(60):
        answer = backend.exchange(mockwx.login("alice"))
        key = answer.json["session_key"]
        seen |= set(key)
        assert f'"session_key":"{key.replace("/", chr(92) + "/")}"' in answer.text
    assert {"/", "+", "="} <= seen


def test_a_slash_below_cgi_bin_is_plain_today_and_was_escaped_in_2018(mockwx: MockWx) -> None:
    link = "https://mmbizurl.cn/s/JtxxFh33r"
    assert link in Backend(mockwx).everywhere(access_token="2")[0].text
    mockwx.load({"mockwx": 1, "wechat": {"as_of": "2018-06-01"}})
    text = Backend(mockwx).fetch_token(secret="x").text
    assert text.startswith(
        '{"errcode":40125,"errmsg":"invalid appsecret, view more at http:\\/\\/t.cn\\/RAEkdVq hint: ['
    )
