"""Which exception each HTTP client raises for each fault: what a backend's ``except`` has to name."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
import httpx
import pytest
import requests
from cases import each_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx import MockWx

PATIENCE = 60.0
"""The clients' time-out, where it is not to be met."""
LITTLE = 1.5
"""Where it is: a slow answer of some 124 bytes takes about twice as long."""
SESSION = "a session"
NO_SESSION = "JSON without a session"


@dataclass(frozen=True)
class Row:
    """A fault, and what each client makes of it: an exception, or what it got."""

    then: dict[str, Any]
    requests: type[Exception] | str
    httpx: type[Exception] | str
    aiohttp: type[Exception] | str
    node: str | tuple[str, ...]
    """The error's name, and the code of its cause; several where it depends on what Node reads first."""


TABLE = {
    "hang": Row(
        {"net": "hang"}, requests.exceptions.ReadTimeout, httpx.ReadTimeout, asyncio.TimeoutError, "TimeoutError"
    ),
    "late": Row(
        {"latency": "1h"}, requests.exceptions.ReadTimeout, httpx.ReadTimeout, asyncio.TimeoutError, "TimeoutError"
    ),
    "hang midway": Row(
        {"net": "hang", "body": {"truncate": 10}},
        requests.exceptions.ConnectionError,  # not ReadTimeout, once the head is there
        httpx.ReadTimeout,
        asyncio.TimeoutError,
        "TimeoutError",
    ),
    # A time-out of requests and httpx is for each read: an answer that trickles outlives it.
    "slow": Row({"body": {"slow": {"bytes_per_second": 45}}}, SESSION, SESSION, asyncio.TimeoutError, "TimeoutError"),
    "reset": Row(
        {"net": "reset"},
        requests.exceptions.ConnectionError,
        httpx.ReadError,
        aiohttp.ClientOSError,
        "TypeError ECONNRESET",
    ),
    "reset midway": Row(
        {"net": "reset", "body": {"truncate": 10}},
        requests.exceptions.ChunkedEncodingError,
        httpx.ReadError,
        aiohttp.ClientPayloadError,
        ("TypeError UND_ERR_SOCKET", "TypeError ECONNRESET"),
    ),
    "empty": Row(
        {"net": "empty"},
        requests.exceptions.ConnectionError,
        httpx.RemoteProtocolError,
        aiohttp.ServerDisconnectedError,
        "TypeError UND_ERR_SOCKET",
    ),
    "truncate": Row(
        {"body": {"truncate": 40}},
        requests.exceptions.ChunkedEncodingError,
        httpx.RemoteProtocolError,
        aiohttp.ClientPayloadError,
        "TypeError UND_ERR_SOCKET",
    ),
    "truncate chunked": Row(
        {"body": {"truncate": 40, "chunked": True}},
        requests.exceptions.ChunkedEncodingError,
        httpx.RemoteProtocolError,
        aiohttp.ClientPayloadError,
        "TypeError UND_ERR_SOCKET",
    ),
    "http": Row({"http": 502}, requests.exceptions.JSONDecodeError, JSONDecodeError, JSONDecodeError, "SyntaxError"),
    "captive portal": Row(
        {"body": {"template": "captive-portal"}},
        requests.exceptions.JSONDecodeError,
        JSONDecodeError,
        JSONDecodeError,
        "SyntaxError",
    ),
    "empty body": Row(
        {"body": {"template": "empty"}},
        requests.exceptions.JSONDecodeError,
        JSONDecodeError,
        NO_SESSION,  # None, without a word
        "SyntaxError",
    ),
    "drop": Row({"body": {"drop": ["session_key"]}}, NO_SESSION, NO_SESSION, NO_SESSION, NO_SESSION),
    "raw": Row({"body": {"raw": "[]"}}, NO_SESSION, NO_SESSION, NO_SESSION, NO_SESSION),
    "content_type": Row({"body": {"content_type": "text/html"}}, SESSION, SESSION, SESSION, SESSION),
    # httpx and fetch read JSON as UTF-8, whatever the label says; requests and aiohttp believe it.
    "charset": Row({"body": {"charset": "utf-16"}}, requests.exceptions.JSONDecodeError, SESSION, ValueError, SESSION),
    "no such charset": Row({"body": {"charset": "no-such"}}, SESSION, SESSION, SESSION, SESSION),
}
SCENARIO = {
    "users": {name: {} for name in TABLE},
    "rules": [
        {"name": name, "when": {"api": "code2session", "user": name}, "then": row.then} for name, row in TABLE.items()
    ],
}
pytestmark = pytest.mark.mockwx(SCENARIO)


def url_of(mockwx: MockWx, name: str) -> str:
    """Where a login of the user who meets this fault is exchanged."""
    app = mockwx.app
    query = {"appid": app.appid, "secret": app.secret, "js_code": mockwx.login(name)}
    return f"{mockwx.url}/sns/jscode2session?{urlencode(query | {'grant_type': 'authorization_code'})}"


def patience(name: str) -> float:
    return LITTLE if name in ("hang", "late", "hang midway", "slow") else PATIENCE


def outcome(ask: Callable[[], Any]) -> Exception | str:
    try:
        found = ask()
    except Exception as error:
        return error
    return SESSION if found and "session_key" in found else NO_SESSION


def check(outcomes: dict[str, Exception | str], expected: dict[str, type[Exception] | str]) -> None:
    with each_case() as case:
        for name, wanted in expected.items():
            with case(name):
                if isinstance(wanted, str):
                    assert outcomes[name] == wanted
                else:
                    assert isinstance(outcomes[name], wanted), repr(outcomes[name])


def all_at_once(mockwx: MockWx, ask: Callable[[str, float], Any]) -> dict[str, Exception | str]:
    """What each fault is to this client, which waits for the slow ones together."""
    urls = {name: url_of(mockwx, name) for name in TABLE}
    with ThreadPoolExecutor(len(urls)) as threads:
        asked = {name: threads.submit(outcome, partial(ask, url, patience(name))) for name, url in urls.items()}
        return {name: answer.result() for name, answer in asked.items()}


def test_each_fault_has_its_exception_in_requests(mockwx: MockWx) -> None:
    def ask(url: str, patience: float) -> Any:
        with requests.Session() as session, session.get(url, timeout=(PATIENCE, patience)) as answer:
            return answer.json()

    check(all_at_once(mockwx, ask), {name: row.requests for name, row in TABLE.items()})


def test_each_fault_has_its_exception_in_httpx(mockwx: MockWx) -> None:
    def ask(url: str, patience: float) -> Any:
        with httpx.Client(timeout=httpx.Timeout(patience, connect=PATIENCE), trust_env=False) as client:
            return client.get(url).json()

    check(all_at_once(mockwx, ask), {name: row.httpx for name, row in TABLE.items()})


def test_each_fault_has_its_exception_in_aiohttp(mockwx: MockWx) -> None:
    async def asked(url: str, patience: float) -> Any:
        total = aiohttp.ClientTimeout(total=patience)
        async with aiohttp.ClientSession(timeout=total) as session, session.get(url) as answer:
            return await answer.json(content_type=None)

    def ask(url: str, patience: float) -> Any:
        return asyncio.run(asked(url, patience))

    check(all_at_once(mockwx, ask), {name: row.aiohttp for name, row in TABLE.items()})


@pytest.mark.skipif(
    shutil.which("node") is None and "CI" not in os.environ, reason="there is no Node.js here; in CI that is a failure"
)
def test_each_fault_has_its_error_in_fetch_of_node(mockwx: MockWx) -> None:
    given = {
        "patience": {name: patience(name) * 1000 for name in TABLE},
        "urls": {name: url_of(mockwx, name) for name in TABLE},
    }
    program = Path(__file__).with_name("fetch.mjs")
    done = subprocess.run(["node", program, json.dumps(given)], capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(done.stdout)
    assert found.keys() == TABLE.keys()
    expected = {name: (row.node,) if isinstance(row.node, str) else row.node for name, row in TABLE.items()}
    assert {name: each for name, each in found.items() if each not in expected[name]} == {}


def test_a_reset_is_the_same_errno_everywhere(mockwx: MockWx) -> None:
    """Below each client's own class there is ECONNRESET, for a backend that wants to tell it from a close."""
    with pytest.raises(requests.exceptions.ConnectionError) as of_requests:
        requests.get(url_of(mockwx, "reset"), timeout=60)
    assert isinstance(of_requests.value.args[0].args[1], ConnectionResetError)
    with pytest.raises(httpx.ReadError) as of_httpx, httpx.Client(trust_env=False) as client:
        client.get(url_of(mockwx, "reset"))
    cause: BaseException | None = of_httpx.value
    while cause is not None and not isinstance(cause, ConnectionResetError):
        cause = cause.__cause__ or cause.__context__
    assert isinstance(cause, ConnectionResetError)
