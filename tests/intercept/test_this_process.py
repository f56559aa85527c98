"""Interception in a test's own process: every client arrives, everything is put back, and nothing gets out unseen."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import certifi
import httpx
import pytest
import requests
import uvloop

from mockwx import MockWx, MockWxError
from mockwx.intercept import reroute
from tests.intercept.conftest import ByHand

HOST = "api.weixin.qq.com"
URL = f"https://{HOST}/sns/jscode2session"
ORIGINALS = (
    (socket, "getaddrinfo"),
    (socket, "gethostbyname"),
    (socket, "gethostbyname_ex"),
    (socket.socket, "connect"),
    (socket.socket, "connect_ex"),
    (ssl.SSLContext, "wrap_socket"),
    (ssl.SSLContext, "wrap_bio"),
    (uvloop.Loop, "getaddrinfo"),
    (uvloop.Loop, "create_connection"),
    (aiohttp.resolver.AsyncResolver, "resolve"),
)


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def led(mockwx: MockWx) -> Iterator[MockWx]:
    with mockwx.intercept():
        yield mockwx
    assert mockwx.escaped() == []


@pytest.fixture
def query(mockwx: MockWx) -> dict[str, str]:
    app = mockwx.app
    return {
        "appid": app.appid,
        "secret": str(app.secret),
        "js_code": mockwx.login("alice"),
        "grant_type": "authorization_code",
    }


def by_requests(query: dict[str, str]) -> Any:
    return requests.get(URL, params=query, timeout=60).json()


def by_requests_without_environment(query: dict[str, str]) -> Any:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(URL, params=query, timeout=60).json()


def by_requests_with_a_bundle_of_its_own(query: dict[str, str]) -> Any:
    return requests.get(URL, params=query, timeout=60, verify=certifi.where()).json()


def by_httpx(query: dict[str, str]) -> Any:
    return httpx.get(URL, params=query).json()


def by_httpx_without_environment(query: dict[str, str]) -> Any:
    with httpx.Client(trust_env=False) as client:
        return client.get(URL, params=query).json()


def by_httpx_with_a_context_of_its_own(query: dict[str, str]) -> Any:
    with httpx.Client(trust_env=False, verify=ssl.create_default_context(cafile=certifi.where())) as client:
        return client.get(URL, params=query).json()


def by_urllib(query: dict[str, str]) -> Any:
    with urllib.request.urlopen(f"{URL}?{urllib.parse.urlencode(query)}", timeout=60) as found:
        return json.loads(found.read())


def by_http_client(query: dict[str, str]) -> Any:
    connection = http.client.HTTPSConnection(HOST, timeout=60)
    connection.request("GET", f"/sns/jscode2session?{urllib.parse.urlencode(query)}")
    with connection.getresponse() as found:
        text = found.read()
    connection.close()
    return json.loads(text)


async def _aiohttp(query: dict[str, str], **given: Any) -> Any:
    async with aiohttp.ClientSession(**given) as session, session.get(URL, params=query) as found:
        return json.loads(await found.text())


def by_aiohttp(query: dict[str, str]) -> Any:
    return asyncio.run(_aiohttp(query))


def by_aiohttp_with_environment(query: dict[str, str]) -> Any:
    return asyncio.run(_aiohttp(query, trust_env=True))


def by_aiohttp_on_uvloop(query: dict[str, str]) -> Any:
    return uvloop.run(_aiohttp(query))


async def _httpx(query: dict[str, str]) -> Any:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(URL, params=query)).json()


def by_async_httpx(query: dict[str, str]) -> Any:
    return asyncio.run(_httpx(query))


def by_async_httpx_on_uvloop(query: dict[str, str]) -> Any:
    return uvloop.run(_httpx(query))


async def _streams(query: dict[str, str]) -> Any:
    reader, writer = await asyncio.open_connection(HOST, 443, ssl=True)
    writer.write(f"GET /sns/jscode2session?{urllib.parse.urlencode(query)} HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
    text = await reader.read()
    writer.close()
    await writer.wait_closed()
    return json.loads(text.partition(b"\r\n\r\n")[2])


def by_streams(query: dict[str, str]) -> Any:
    return asyncio.run(_streams(query))


def by_streams_on_uvloop(query: dict[str, str]) -> Any:
    return uvloop.run(_streams(query))


WAYS = [each for name, each in list(globals().items()) if name.startswith("by_")]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_hard_coded_host_arrives_here(
    way: Callable[[dict[str, str]], Any], led: MockWx, query: dict[str, str]
) -> None:
    assert way(query)["openid"] == led.user("alice").openid()
    led.verify("code2session", count=1, errcode=0)


@pytest.mark.mockwx(intercept=True)
def test_the_marker_does_the_same(mockwx: MockWx, query: dict[str, str]) -> None:
    assert by_httpx(query)["openid"] == mockwx.user("alice").openid()
    assert mockwx.escaped() == []


@pytest.mark.mockwx("happy", intercept=True)
def test_the_marker_takes_a_scenario_beside_it(mockwx: MockWx, query: dict[str, str]) -> None:
    assert "openid" in by_requests(query)


def test_clients_that_are_older_than_the_interception_arrive_too(mockwx: MockWx, query: dict[str, str]) -> None:
    with requests.Session() as session, httpx.Client() as client, mockwx.intercept():
        assert "openid" in session.get(URL, params=query, timeout=60).json()
        query["js_code"] = mockwx.login("bob")
        assert "openid" in client.get(URL, params=query).json()


def test_a_client_that_checks_nothing_is_served_as_well(led: MockWx, query: dict[str, str]) -> None:
    with httpx.Client(verify=False, trust_env=False) as client:
        assert "openid" in client.get(URL, params=query).json()


def test_a_child_process_arrives_too(led: MockWx, query: dict[str, str]) -> None:
    script = (
        "import asyncio, sys, aiohttp\n"
        "async def main():\n"
        "    async with aiohttp.ClientSession() as s, s.get(sys.argv[1]) as r:\n"
        "        print(await r.text())\n"
        "asyncio.run(main())\n"
    )
    url = f"{URL}?{urllib.parse.urlencode(query)}"
    ran = subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True, timeout=60, check=False)
    assert "openid" in ran.stdout, ran.stderr
    ran = subprocess.run(["curl", "-sS", URL], capture_output=True, text=True, timeout=60, check=False)
    assert '"errcode":41002' in ran.stdout, ran.stderr


def state() -> list[Any]:
    return [
        [(owner, name, vars(owner).get(name)) for owner, name in ORIGINALS],
        dict(os.environ),
        list(sys.meta_path),
    ]


def test_everything_is_put_back(mockwx: MockWx) -> None:
    before = state()
    with mockwx.intercept():
        assert state() != before
    assert state() == before


def test_everything_is_put_back_after_a_failure_too(mockwx: MockWx) -> None:
    before = state()
    with pytest.raises(ZeroDivisionError), mockwx.intercept():
        _ = 1 / 0
    assert state() == before


def test_two_at_once_are_refused(led: MockWx) -> None:
    with pytest.raises(MockWxError, match="on already"), led.intercept():
        pass
    with MockWx() as other, pytest.raises(MockWxError, match="on already"), other.intercept():
        pass


def test_a_server_that_runs_elsewhere_is_led_to_as_well(mockwx: MockWx, query: dict[str, str]) -> None:
    there = MockWx.connect(mockwx.url)
    with there.intercept():
        assert "openid" in by_httpx_without_environment(query)
    there.stop()


def test_a_named_world_cannot_be_led_to(mockwx: MockWx) -> None:
    mockwx.client.call("POST", "worlds", {"name": "two"})
    with pytest.raises(MockWxError, match="default world"), MockWx.connect(mockwx.url, world="two").intercept():
        pass


def test_other_hosts_are_none_of_its_business(led: MockWx) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=60) as wire:
            assert wire.getpeername()[1] == port


# What gets out


LOOKUPS: dict[str, Callable[[], object]] = {
    "getaddrinfo": lambda: HELD_LOOKUP(HOST, 443),
    "gethostbyname": lambda: HELD_BY_NAME(HOST),
}
# As a library holds them that was imported before.
HELD_LOOKUP, HELD_BY_NAME = socket.getaddrinfo, socket.gethostbyname


@pytest.mark.parametrize("way", LOOKUPS)
def test_who_goes_past_it_is_stopped_and_named(mockwx: MockWx, way: str) -> None:
    with mockwx.intercept(), pytest.raises(ConnectionError, match="mockwx stopped"):
        LOOKUPS[way]()
    (escaped,) = mockwx.escaped()
    assert HOST in escaped


def test_tls_for_wechat_over_a_connection_to_somebody_else_is_stopped_and_named(mockwx: MockWx) -> None:
    with mockwx.intercept(), socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with (
            socket.create_connection(("127.0.0.1", port)) as wire,
            pytest.raises(reroute.Escaped),
        ):
            ssl.create_default_context().wrap_socket(wire, server_hostname=HOST)
    (escaped,) = mockwx.escaped()
    assert f"127.0.0.1:{port}" in escaped


def test_a_certificate_of_anybody_elses_for_wechat_is_refused(mockwx: MockWx) -> None:
    """Should a connection really reach WeChat, no request goes out on it."""
    with MockWx() as other, mockwx.intercept(), socket.create_connection(other.address, timeout=60) as wire:
        client = ByHand(wire, ssl.create_default_context())
        with pytest.raises(ssl.SSLCertVerificationError):
            client.handshake()


def test_after_it_the_watch_sleeps(mockwx: MockWx, monkeypatch: pytest.MonkeyPatch) -> None:
    with mockwx.intercept():
        pass
    sys.audit("socket.getaddrinfo", HOST, 443, 0, 0, 0)
    assert mockwx.escaped() == []
