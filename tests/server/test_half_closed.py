"""A client that has closed its half is answered on every way; one that has left holds nothing for long."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import pytest
import uvloop

from mockwx.core.journal.journal import Exchange
from mockwx.scenario.scenario import Scenario
from mockwx.server import half_close
from mockwx.server.event_loop import RealTimeLoop
from mockwx.server.http_server import HttpServer
from mockwx.store.memory.worlds import MemoryWorlds

from .both_ways import STILL, stands_still
from .random_calls import login

PATIENT = 60.0
"""Seconds: more than any answer here needs, however busy the machine."""
MANY = 100
"""Calls: aiohttp reads 32 ahead."""
TOKEN = json.dumps(
    {"grant_type": "client_credential", "appid": "wx00000000mockshop", "secret": "mockwx-secret-shop"}
).encode()


def post(path: str, *headers: str, body: bytes) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode() + body


BY_LENGTH = post("/cgi-bin/stable_token", f"Content-Length: {len(TOKEN)}", body=TOKEN)
CHUNKED = ("Transfer-Encoding: chunked", "Content-Type: application/json")
LOGIN_BY_CHUNKS = post("/_mockwx/phone/login", *CHUNKED, body=b'10\r\n{"user": "alice"\r\n1\r\n}\r\n0\r\n\r\n')
TOKEN_BY_CHUNKS = post("/cgi-bin/stable_token", *CHUNKED, body=b"2\r\n{}\r\n0\r\n\r\n")
HEALTH = b"GET /_mockwx/health HTTP/1.1\r\nHost: x\r\n\r\n"
UNKNOWN = login("unknown")


def with_rule(api: str = "code2session", **then: Any) -> Scenario:
    return stands_still(rules=[{"name": "rule", "when": {"api": api}, "then": then}])


OTHER_RULES = with_rule("getuserphonenumber", errcode=-1)


class Served:
    def __init__(self, short_way: bool, scenario: Scenario) -> None:
        self.worlds = MemoryWorlds()
        self.worlds.put("", scenario, wall=0)
        self.server = HttpServer(self.worlds, short_way=short_way)

    @property
    def journal(self) -> list[Exchange]:
        return self.worlds.run("", lambda world: list(world.journal), wall=0)

    async def answer(self, data: bytes) -> bytes:
        """To a client that sends no more after ``data``."""
        async with self.client(data) as (reader, writer):
            writer.write_eof()
            return await reader.read()

    @asynccontextmanager
    async def client(self, data: bytes) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            writer.write(data)
            yield reader, writer
        finally:
            writer.close()
            await writer.wait_closed()

    async def until(self, is_true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENT):
            while not is_true():  # noqa: ASYNC110  # nobody says so
                await asyncio.sleep(0.005)


Play = Callable[[Callable[[Served], Coroutine[Any, Any, Any]], Scenario], Any]


@pytest.fixture(params=[RealTimeLoop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def runner(request: pytest.FixtureRequest) -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=request.param) as runner:
        yield runner


@pytest.fixture(params=[True, False], ids=["short way", "aiohttp's"])
def play(runner: asyncio.Runner, request: pytest.FixtureRequest) -> Play:
    """Plays with a server of its own."""

    async def played(what: Callable[[Served], Coroutine[Any, Any, Any]], scenario: Scenario) -> Any:
        served = Served(request.param, scenario)
        await served.server.start("127.0.0.1", 0)
        try:
            async with asyncio.timeout(PATIENT):
                return await what(served)
        finally:
            await served.server.stop()

    return lambda what, scenario: runner.run(played(what, scenario))


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_close, "GONE_SECONDS", PATIENT * 2)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_close, "GONE_SECONDS", 0.05)


def statuses(answers: bytes) -> list[int]:
    return [int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]]


WHOLE: dict[str, tuple[Scenario, bytes, str]] = {
    "GET": (STILL, UNKNOWN, r'200 .*"errcode":40029.*\}'),
    "POST": (STILL, BY_LENGTH, r'200 .*"access_token".*\}'),
    "chunked POST": (STILL, LOGIN_BY_CHUNKS, r'200 .*"login:ok".*\}'),
    "chunked POST to WeChat": (STILL, TOKEN_BY_CHUNKS, r"412 .*"),
    "beside rules": (OTHER_RULES, UNKNOWN, r'200 .*"errcode":40029.*\}'),
    "POST beside rules": (OTHER_RULES, BY_LENGTH, r'200 .*"access_token".*\}'),
    "refused by a rule": (with_rule(errcode=-1), UNKNOWN, r'200 .*"errcode":-1.*\}'),
    "late": (with_rule(latency="50ms"), UNKNOWN, r'200 .*"errcode":40029.*\}'),
    "slow": (with_rule(body={"slow": {"bytes_per_second": 500}}), UNKNOWN, r'200 .*"errcode":40029.*\}'),
    "control plane": (STILL, HEALTH, r'200 .*"status".*\}'),
    "page": (STILL, b"GET /_mockwx/console/ HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n", r"200 .*</html>\s*"),
    "broken head": (STILL, b"GET / HTTP/1.1\r\nBad Header: x\r\n\r\n", r"400 .*"),
}


@pytest.mark.usefixtures("patient")
def test_a_whole_call_is_answered_whole(play: Play) -> None:
    answers = {
        name: play(lambda served, data=data: served.answer(data), scenario)
        for name, (scenario, data, _) in WHOLE.items()
    }
    wrong = {
        name: answer
        for name, answer in answers.items()
        if not re.fullmatch(rf"HTTP/1\.[01] {WHOLE[name][2]}", answer.decode(), re.DOTALL)
    }
    assert wrong == {}


@pytest.mark.usefixtures("patient")
def test_all_pipelined_calls_are_answered(play: Play) -> None:
    for scenario in (STILL, OTHER_RULES, with_rule(latency="1ms")):
        for count in (2, MANY):
            answers = play(lambda served, count=count: served.answer(BY_LENGTH + UNKNOWN * (count - 1)), scenario)
            assert statuses(answers) == [200] * count


HALVES = [b"GET /sns/jscode2session HTTP/1.1\r\nHos", BY_LENGTH[:-5], LOGIN_BY_CHUNKS[:-8]]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("whole", [0, 1, 2])
def test_half_a_call_gets_no_answer_and_those_before_it_do(play: Play, whole: int) -> None:
    async def go(served: Served) -> list[list[int]]:
        answers = [await served.answer(UNKNOWN * whole + half) for half in HALVES]
        return [statuses(answer) for answer in answers]

    for scenario in (STILL, OTHER_RULES):
        assert play(go, scenario) == [[200] * whole] * len(HALVES)


def test_a_connection_on_which_nothing_is_asked_any_more_is_closed_at_its_half(play: Play) -> None:
    async def go(served: Served) -> bytes:
        async with served.client(HEALTH) as (reader, writer):
            await reader.readuntil(b"}")
            writer.write_eof()
            return await reader.read()

    assert play(go, STILL) == b""


@pytest.mark.usefixtures("patient")
def test_inside_tls_a_connection_is_closed_as_a_whole(play: Play) -> None:
    """Which is all that transports of TLS can: one that wanted to stay would be told so in the log."""

    has_come = threading.Event()

    def ask(port: int) -> bytes:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection(("127.0.0.1", port), timeout=PATIENT) as plain,
            trusting.wrap_socket(plain, server_hostname="api.weixin.qq.com") as secure,
        ):
            secure.sendall(UNKNOWN)
            has_come.wait(PATIENT)
            secure.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: secure.recv(1 << 16), b""))

    async def go(served: Served) -> int:
        before = asyncio.all_tasks()
        asking = asyncio.create_task(asyncio.to_thread(ask, served.server.port))
        await served.until(lambda: bool(served.journal))
        has_come.set()
        await asking
        await served.until(lambda: asyncio.all_tasks() == before)
        return len(served.journal)

    assert play(go, with_rule(net="hang")) == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("leaves", [True, False], ids=["leaves", "half-closes"])
@pytest.mark.parametrize(
    "then",
    [{"net": "hang"}, {"latency": "1h"}, {"net": "hang", "body": {"truncate": 5}}, {"hold": {"calls": 2}}],
    ids=["hang", "late", "cut", "held"],
)
def test_who_takes_nothing_for_a_while_counts_as_gone(play: Play, then: dict[str, Any], leaves: bool) -> None:
    async def go(served: Served) -> tuple[bytes, list[float | None]]:
        before = asyncio.all_tasks()
        heard = b""
        async with served.client(UNKNOWN) as (reader, writer):
            await served.until(lambda: bool(served.journal))
            if not leaves:
                writer.write_eof()
                heard = await reader.read()
        await served.until(lambda: asyncio.all_tasks() == before)
        return heard, [exchange.took for exchange in served.journal]

    heard, took = play(go, with_rule(**then))
    assert heard.partition(b"\r\n\r\n")[2] == (b'{"err' if "body" in then and not leaves else b"")
    assert None not in took


def test_who_takes_a_slow_answer_counts_as_there(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_close, "GONE_SECONDS", 0.3)
    slow = with_rule(body={"slow": {"bytes_per_second": 150}})  # in portions, 50 ms between them
    assert play(lambda served: served.answer(UNKNOWN), slow).endswith(b'"}')


def test_a_call_that_is_given_up_took_as_long_as_its_client_was_there(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = 0.2
    monkeypatch.setattr(half_close, "GONE_SECONDS", gone)

    async def go(served: Served) -> tuple[float, float]:
        began = monotonic()
        await served.answer(UNKNOWN)
        ended = monotonic()
        took = served.journal[0].took
        assert took is not None
        return took / 1000, ended - began

    took, held = play(go, with_rule(net="hang"))
    assert 0 <= took < held - 0.9 * gone
