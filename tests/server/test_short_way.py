"""The short way answers as aiohttp's server does, byte by byte, and leaves to it what it does not understand."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st

from mockwx import MockWx
from mockwx.server import short_way

from .both_ways import APP, CODES, FULL, STILL, BothWays, Outcome
from .random_calls import RULED, Call, agree, calls, cut, login, steady


@pytest.fixture
def both_ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[BothWays]:
    # Half a call goes to aiohttp as soon as nothing follows.
    monkeypatch.setattr(short_way, "HALF_SENT_SECONDS", 0.0)
    with asyncio.Runner() as runner:
        yield BothWays(runner)


def _answered_in_an_earlier_read(codes: list[str]) -> bytes:
    return login(codes[0]) * 2 + login(codes[1], "User-Agent: a", "User-Agent: b")


@steady
@example(stream=[_answered_in_an_earlier_read], again=False, places=[155], turns=0, has_rules=False, reads=False)
@given(
    stream=st.lists(calls(), min_size=1, max_size=5),
    again=st.booleans(),
    places=st.lists(st.integers(0, 3000), max_size=4),
    turns=st.integers(0, 2),
    has_rules=st.booleans(),
    reads=st.booleans(),
)
def test_random_calls_are_answered_and_journalled_alike_on_both_ways(
    both_ways: BothWays,
    stream: list[Call],
    again: bool,
    places: list[int],
    turns: int,
    has_rules: bool,
    reads: bool,
) -> None:
    def send(codes: list[str]) -> list[bytes]:
        # The same again but for the code, for what is kept from call to call.
        spelt = [call(codes) + (call(codes[1:]) if again else b"") for call in stream]
        return cut(b"".join(spelt), places)

    agree(*both_ways(send, RULED if has_rules else STILL, turns=turns, reads=reads))


TWO_FAULTS = ("User-Agent: a", "X: 1", "User-Agent: b", "Accept: */*")
"""One, and with a broken byte the other."""


@steady
@given(
    call=calls(),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3), st.binary(max_size=6)), max_size=4),
    places=st.lists(st.integers(0, 3000), max_size=2),
)
@example(call=lambda _: b"", changes=[(0, 0, b"\x00\r\n\r\n")], places=[])
@example(call=lambda _: b"GET / HTTP/1.1\r\n\r\n", changes=[], places=[3])
@example(call=lambda _: login("x", *TWO_FAULTS), changes=[(180, 0, b"\x00")], places=[180])
def test_random_bytes_bring_no_500_and_no_difference(
    both_ways: BothWays,
    caplog: pytest.LogCaptureFixture,
    call: Call,
    changes: list[tuple[int, int, bytes]],
    places: list[int],
) -> None:
    def send(codes: list[str]) -> list[bytes]:
        stream = call(codes)
        for place, gone, new in changes:
            at = place % (len(stream) + 1)
            stream = stream[:at] + new + stream[at + gone :]
        return cut(stream, places)

    short, long = both_ways(send)
    agree(short, long)
    assert 500 not in short.statuses
    assert [record.getMessage() for record in caplog.records if record.levelname != "DEBUG"] == []


@pytest.mark.parametrize(
    "target",
    [
        "/sns/jscode2session?js_code=CODE",
        "/sns/jscode2session?js_code=CODE&js_code=x",
        "/sns/jscode2session?js_code&js_code=CODE",
        "/sns/jscode2session?js_c%6fde=x&js_code=CODE",
        "/sns/jscode2session?js_c%6fde=0&js_code=CODE",
        "/sns/jscode2session?j%73_code=CODE&js_code=x",
        "/sns/jscode2session?secret=js_code=CODE&js_code=x",
        "/sns/jscode2session?js_code=CODE+&js_code=x",
        "/sns/jscode2session?js_code=CODE?x",
        "/sns/jscode2session?js_code=CODE#x",
        "/sns/jscode2session?js_code==CODE",
        "/sns/jscode2session?unicode=CODE&js_code=x",
        "/sns/jscode2session/code=CODE?js_code=x",
        "/sns/jscode2session?js_code=CODE HTTP/1.1&x",
        "/~code=CODE/sns/jscode2session?js_code=x",
        "/code=CODE",
    ],
)
def test_a_code_is_read_alike_wherever_it_stands_and_when_it_changes(both_ways: BothWays, target: str) -> None:
    def send(codes: list[str]) -> list[bytes]:
        targets = [target.replace("CODE", code) for code in (*codes[:3], "0", "")]
        return [f"GET {target}&{APP} HTTP/1.1\r\nHost: x\r\nX: code=0\r\n\r\n".encode() for target in targets]

    short, long = both_ways(send)
    agree(short, long)


@pytest.mark.parametrize(
    "odd", ["", "a%20b", "a+b", "a=b", "a&js_code=b", "a#b", "a b", "小", "x" * 9000, "a HTTP/1.1\r\nX: code=0\r\n\r\n"]
)
def test_an_odd_code_after_a_plain_one_is_read_as_it_would_be_by_itself(both_ways: BothWays, odd: str) -> None:
    def send(codes: list[str]) -> list[bytes]:
        return [login(code) for code in (codes[0], codes[1], odd, codes[2])]

    agree(*both_ways(send))


LAST = "Connection: close"


def test_pipelined_calls_are_answered_in_order(mockwx: MockWx) -> None:
    codes = [mockwx.login("alice") for _ in range(3)]
    sent = b"".join(login(code) for code in codes) + login("unknown") * 3000 + login("unknown", LAST)
    address = urlsplit(mockwx.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        sending = threading.Thread(target=client.sendall, args=(sent,))
        sending.start()
        received = b"".join(iter(lambda: client.recv(1 << 16), b""))
        sending.join(60)
    bodies = re.findall(rb"\r\n\r\n(\{[^}]*\})", received)
    assert [b"openid" in body for body in bodies[:4]] == [True, True, True, False]
    assert len(bodies) == 3004
    numbers = [int(number) for number in re.findall(rb"X-Mockwx-Trace: (\d+)", received)]
    assert numbers == list(range(1, 3005))


def test_a_client_that_reads_late_gets_all_answers_in_order(both_ways: BothWays) -> None:
    short, long = both_ways(lambda codes: [b"".join(map(login, codes)) + login("unknown") * 1000], reads=False)
    assert len(short.answers) > 2 * FULL
    assert short == long
    assert len(short.statuses) == CODES + 1000


def test_a_client_that_has_closed_its_half_is_answered_all_the_same(mockwx: MockWx, talk: Any) -> None:
    assert b'"openid"' in talk(login(mockwx.login("alice")), end=True)


@pytest.mark.parametrize("pause", ["before the rest of the head", "before the body"])
def test_a_call_in_two_parts_is_answered_once_it_is_whole(mockwx: MockWx, pause: str) -> None:
    head = b"POST /cgi-bin/stable_token HTTP/1.1\r\nHost: x\r\n"
    body = json.dumps({"grant_type": "client_credential", "appid": mockwx.app.appid, "secret": mockwx.app.secret})
    rest = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    first, second = (head, rest + body.encode()) if "head" in pause else (head + rest, body.encode())
    address = urlsplit(mockwx.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(first)
        # Another connection's call is answered after the first part came.
        assert requests.get(f"{mockwx.url}/sns/jscode2session", timeout=60).status_code == 200
        client.sendall(second)
        assert b'"access_token"' in b"".join(iter(lambda: client.recv(1 << 16), b""))


@pytest.mark.skipif(os.environ.get("MOCKWX_SHORT_WAY") == "off", reason="aiohttp's server closes it after an hour")
def test_a_connection_on_which_nothing_more_is_asked_is_closed(
    mockwx: MockWx, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(short_way, "IDLE_SECONDS", 0.2)
    assert b"keep-alive" in talk(login("unknown"), timeout=60)


def test_half_a_call_is_left_to_aiohttp_after_a_while(both_ways: BothWays) -> None:
    short, long = both_ways(lambda codes: [login(codes[0])[:-9]])
    assert (short, long) == (Outcome(b"", False, []), Outcome(b"", False, []))


def test_a_user_who_cannot_be_is_refused_alike_and_the_numbers_go_on(both_ways: BothWays) -> None:
    name = "x" * 500
    path = f"/connect/oauth2/authorize?appid=wx0000000000mockoa&redirect_uri=http://x&response_type=code&user={name}"
    call = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    short, long = both_ways(lambda codes: [call, login(codes[0])])
    assert short == long
