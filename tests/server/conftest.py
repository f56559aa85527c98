"""What the server's tests share: raw bytes in and out, and the proof that the server came through unharmed."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from mockwx import MockWx

Talk = Callable[..., "Said"]


class Said(bytes):
    """What a server answered, up to the end of the connection."""

    @property
    def statuses(self) -> list[int]:
        return [int(each) for each in re.findall(rb"HTTP/1\.[01] (\d{3})", self)]

    @property
    def status(self) -> int:
        assert self.statuses, f"no answer: {self!r}"
        return self.statuses[-1]


@pytest.fixture
def talk(mockwx: MockWx) -> Talk:
    """Send bytes as they are; ``end``: close our side after them; ``until``: what is waited for, else the end."""

    def send(data: bytes, *, end: bool = False, until: bytes = b"", timeout: float = 60) -> Said:
        address = urlsplit(mockwx.url)
        found = b""
        with socket.create_connection((address.hostname, address.port), timeout=timeout) as wire:
            try:
                wire.sendall(data)
                if end:
                    wire.shutdown(socket.SHUT_WR)
                while part := wire.recv(65536):
                    found += part
                    if until and until in found:
                        break
            except ConnectionError:
                pass
        return Said(found)

    return send


@pytest.fixture
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def exchange(mockwx: MockWx, web: requests.Session) -> Callable[..., dict[str, Any]]:
    def ask(code: str, base: str = "") -> dict[str, Any]:
        query = {
            "appid": mockwx.app.appid,
            "secret": mockwx.app.secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        answer = web.get(f"{base or mockwx.url}/sns/jscode2session", params=query, timeout=60)
        assert answer.status_code == 200
        return dict(answer.json())

    return ask


@pytest.fixture(autouse=True)
def unharmed(mockwx: MockWx, talk: Talk, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test the server is well, a correct login works, and nothing was logged as an error."""
    yield
    app = mockwx.app
    query = {"appid": app.appid, "secret": app.secret, "js_code": mockwx.login("alice")}
    login = f"/sns/jscode2session?{urlencode(query)}&grant_type=authorization_code"
    said = talk(
        b"GET /_mockwx/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % login.encode()
    )
    assert said.statuses == [200, 200]
    assert b'"status": "ok"' in said
    assert b'"openid":' in said
    told = [each for when in ("setup", "call") for each in caplog.get_records(when)]  # type: ignore[arg-type]
    assert [each.getMessage() for each in told if each.exc_info or each.levelno >= logging.WARNING] == []
