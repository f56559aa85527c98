"""Answers that never come hold nobody up: not another caller, not the server's end, not the server's memory."""

from __future__ import annotations

import asyncio
import json
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from eventually import soon

from mockwx import MockWx

from .calls import exchange_of
from .wire import speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CROWD = 2000


def until(true: Callable[[], bool]) -> None:
    assert soon(true)


def hits(mockwx: MockWx, name: str) -> int:
    return next(int(rule["hits"]) for rule in mockwx.rules if rule["name"] == name)


def left_waiting(mockwx: MockWx) -> socket.socket:
    """A connection that has asked and will not read."""
    address = urlsplit(mockwx.url)
    connection = socket.create_connection((address.hostname, address.port), timeout=60)
    connection.sendall(exchange_of(mockwx, mockwx.login("alice")))
    return connection


def everything(connection: socket.socket) -> bytes:
    received = b""
    while portion := connection.recv(65536):
        received += portion
    return received


@pytest.fixture
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < CROWD + 500:
        pytest.skip(f"this machine allows {hard} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_who_waits_for_ever_or_long_holds_nobody_up(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="never", call=1, net="hang")
    mockwx.rule("code2session", name="drop by drop", call=2, body={"slow": {"bytes_per_second": 1}})
    mockwx.rule("code2session", name="late", call=3, latency="1h")
    waiting = []
    try:
        for nth, name in enumerate(("never", "drop by drop", "late"), 1):
            waiting.append(left_waiting(mockwx))
            until(lambda name=name: hits(mockwx, name) == 1)
            assert len(mockwx.calls()) == nth
        for user in ("alice", "bob"):
            found = speak(mockwx, exchange_of(mockwx, mockwx.login(user))).json
            assert found["openid"] == mockwx.user(user).openid()
        never, drops, late = waiting
        for silent in (never, late):
            silent.settimeout(0.05)
            with pytest.raises(TimeoutError):
                silent.recv(1)
        head, _, body = drops.recv(65536).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert len(body) < 60
    finally:
        for each in waiting:
            each.close()


@pytest.mark.parametrize(
    "then", [{"net": "hang"}, {"net": "hang", "body": {"truncate": 5}}, {"latency": "1h"}], ids=str
)
def test_a_client_that_gives_up_leaves_nothing_behind(then: dict[str, object]) -> None:
    with MockWx() as mockwx:
        thread = mockwx._server._thread
        assert thread is not None
        loop = thread._loop
        assert loop is not None

        def tasks() -> int:
            return len(asyncio.all_tasks(loop))

        before = tasks()
        mockwx.rule("code2session", name="waits", **then)
        waiting = [left_waiting(mockwx) for _ in range(20)]
        until(lambda: hits(mockwx, "waits") == 20)
        assert tasks() >= before + 20
        for each in waiting:
            each.close()
        until(lambda: tasks() == before)
        # Also its line in the journal is finished: the call took as long as somebody waited.
        assert all(" ms" in line for line in mockwx.journal().splitlines() if line.startswith("#"))


def test_two_thousand_hang_while_another_logs_in_and_the_server_ends_with_all_of_them_open(many_files: None) -> None:
    with MockWx() as mockwx:
        mockwx.rule("code2session", name="hangs", times=CROWD, net="hang")
        address = urlsplit(mockwx.url)
        program = Path(__file__).with_name("crowd.py")
        command = [sys.executable, str(program), str(address.hostname), str(address.port), str(CROWD)]
        with subprocess.Popen([*command, "/sns/jscode2session"], stdout=subprocess.PIPE, text=True) as crowd:
            try:
                assert crowd.stdout is not None
                assert crowd.stdout.readline() == "held\n"
                until(lambda: hits(mockwx, "hangs") == CROWD)
                found = speak(mockwx, exchange_of(mockwx, mockwx.login("alice"))).json
                assert found["openid"] == mockwx.user("alice").openid()
                began = time.monotonic()
                mockwx.stop()
                took = time.monotonic() - began
                assert json.loads(crowd.stdout.readline()) == {"nothing": CROWD}
            finally:
                crowd.kill()
    assert took < 30, "a second or so, on a machine that has other things to do"


def test_at_the_end_the_late_answer_at_once_and_the_broken_ones_stay_broken() -> None:
    ways: dict[str, dict[str, object]] = {
        "hang": {"net": "hang"},
        "hang midway": {"net": "hang", "body": {"truncate": 7}},
        "late": {"latency": "1h"},
        "late reset": {"latency": "1h", "net": "reset"},
        "late cut": {"latency": "1h", "body": {"truncate": 7}},
        "late and slow": {"latency": "1h", "body": {"slow": {"bytes_per_second": 1}}},
    }
    with MockWx() as mockwx:
        for nth, (name, then) in enumerate(ways.items(), 1):
            mockwx.rule("code2session", name=name, call=nth, **then)
        waiting = {}
        for name in ways:
            waiting[name] = left_waiting(mockwx)
            until(lambda name=name: hits(mockwx, name) == 1)
    found = {}
    for name, connection in waiting.items():
        with connection:
            if name == "late reset":
                with pytest.raises(ConnectionResetError):
                    everything(connection)
            else:
                found[name] = everything(connection).partition(b"\r\n\r\n")[2]
    assert (found["hang"], found["hang midway"], found["late cut"]) == (b"", b'{"sessi', b'{"sessi')
    assert json.loads(found["late"]).keys() == json.loads(found["late and slow"]).keys()
