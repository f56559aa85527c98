"""Which world, host and path a request line means, told by what answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from mockwx import MockWx
from mockwx.core.web.address import read
from mockwx.core.web.forms import parse_query

PATH = "/sns/jscode2session"


@pytest.mark.parametrize(
    ("target", "world", "host", "path"),
    [
        (PATH, "", None, PATH),
        ("//sns/jscode2session", "", None, PATH),
        ("///sns/jscode2session", "", None, PATH),
        ("/api.weixin.qq.com/sns/jscode2session", "", "api.weixin.qq.com", PATH),
        ("//api.weixin.qq.com/sns/jscode2session", "", "api.weixin.qq.com", PATH),
        ("/qyapi.weixin.qq.com/cgi-bin/gettoken", "", "qyapi.weixin.qq.com", "/cgi-bin/gettoken"),
        ("/~w1/sns/jscode2session", "w1", None, PATH),
        ("//~w1//sns/jscode2session", "w1", None, PATH),
        ("/~w1/api.weixin.qq.com/sns/jscode2session", "w1", "api.weixin.qq.com", PATH),
        ("/~w1", "w1", None, ""),
        ("http://api.weixin.qq.com/sns/jscode2session", "", "api.weixin.qq.com", PATH),
        ("http://127.0.0.1:8780/~w1/sns/jscode2session", "w1", None, PATH),
        ("/%73ns/jscode2session", "", None, PATH),
        ("/%7Ew1/sns/jscode2session", "w1", None, PATH),
        ("/sns/%zz%", "", None, "/sns/%zz%"),
        ("*", "", None, "*"),
        ("", "", None, ""),
    ],
)
def test_a_request_line_names_world_host_and_path(target: str, world: str, host: str | None, path: str) -> None:
    found = read(target, "")
    assert (found.world, found.host, found.path) == (world, host, path)


@pytest.mark.parametrize("header", ["api.weixin.qq.com", "API.WEIXIN.QQ.COM:443", "api2.weixin.qq.com"])
def test_the_host_header_names_the_host(header: str) -> None:
    assert read(PATH, header).host == "api.weixin.qq.com"


@pytest.mark.parametrize("header", ["127.0.0.1:8780", "localhost", "", "[::1]:8780", "weixin.qq.com"])
def test_any_other_host_header_leaves_the_host_open(header: str) -> None:
    assert read(PATH, header).host is None


def test_the_host_in_the_path_wins_over_the_header() -> None:
    assert read("/qyapi.weixin.qq.com/x", "api.weixin.qq.com").host == "qyapi.weixin.qq.com"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1&a=2", {"a": "1"}),
        ("a=&a=2", {"a": ""}),
        ("a", {"a": ""}),
        ("=1", {"": "1"}),
        ("&&a=1&", {"a": "1"}),
        ("a=1=2", {"a": "1=2"}),
        ("a=b+c%20d", {"a": "b c d"}),
        ("openid=%!s(<nil>)", {"openid": "%!s(<nil>)"}),
        ("a=%", {"a": "%"}),
        ("a=%zz", {"a": "%zz"}),
        ("a=%ff", {"a": "\ufffd"}),
        ("a=\udcff", {"a": "\ufffd"}),
        ("%61=1", {"a": "1"}),
        ("", {}),
    ],
)
def test_a_query_is_read_as_lenient_as_it_is_written(text: str, found: dict[str, str]) -> None:
    assert parse_query(text) == found


def test_every_way_to_name_the_api_logs_in(mockwx: MockWx, exchange: Callable[..., dict[str, Any]]) -> None:
    for base in ("", "/", "//", "/api.weixin.qq.com", "/api.weixin.qq.com/"):
        assert "openid" in exchange(mockwx.login("alice"), mockwx.url + base)


def test_wechats_own_host_header_logs_in(mockwx: MockWx, web: requests.Session) -> None:
    query = {"appid": mockwx.app.appid, "secret": "s", "js_code": "x", "grant_type": "authorization_code"}
    answer = web.get(f"{mockwx.url}{PATH}", params=query, headers={"Host": "api.weixin.qq.com"}, timeout=60)
    assert answer.json()["errcode"] == 40029
    elsewhere = web.get(f"{mockwx.url}{PATH}", params=query, headers={"Host": "qyapi.weixin.qq.com"}, timeout=60)
    assert (elsewhere.status_code, elsewhere.content) == (404, b"")


@pytest.mark.parametrize(
    ("target", "root"),
    [
        ("/connect/confirm?uuid=1", ""),
        ("/open.weixin.qq.com/connect/confirm", "/open.weixin.qq.com"),
        ("/~job7/connect/confirm", "/~job7"),
        ("/~job%207//long.open.weixin.qq.com/connect/confirm", "/~job%207/long.open.weixin.qq.com"),
    ],
)
def test_what_stands_before_the_path_is_kept_for_links(target: str, root: str) -> None:
    found = read(target, "")
    assert (found.root, found.path) == (root, "/connect/confirm")


def test_the_hosts_of_the_long_poll_are_those_of_the_page() -> None:
    for host in ("long.open.weixin.qq.com", "lp.open.weixin.qq.com"):
        assert read(f"/{host}/x", "").host == "open.weixin.qq.com"
        assert read("/x", host).host == "open.weixin.qq.com"


def test_an_absolute_request_line_as_proxies_send_it_is_understood(mockwx: MockWx, talk: Any) -> None:
    line = "GET http://api.weixin.qq.com/sns/jscode2session?appid=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    said = talk(line.encode())
    assert said.status == 200
    assert b'"errcode":40013' in said


def test_a_world_answers_below_its_name_and_an_unknown_one_is_404(mockwx: MockWx, web: requests.Session) -> None:
    made = web.post(f"{mockwx.url}/_mockwx/worlds", json={"name": "w1"}, timeout=60).json()
    assert urlsplit(made["base_url"]).path == "/~w1"
    assert web.get(f"{made['base_url']}/sns/jscode2session", timeout=60).json()["errcode"] == 41002
    for path in ("/~nowhere/sns/jscode2session", "/~nowhere/_mockwx/health", "/~nowhere", "/~"):
        answer = web.get(f"{mockwx.url}{path}", timeout=60)
        assert (answer.status_code, path) == (404 if path != "/~" else 200, path)
    assert "w1" in web.get(f"{mockwx.url}/~w2/", timeout=60).json()["error"]
