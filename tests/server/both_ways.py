"""One server with the short way and one without, fed the same bytes: what each answers, and what its journal says.

The bytes go straight into each connection's protocol, and what it writes is kept: nothing depends on when a socket is
read. Both worlds are alike from their first code on, and time stands still in them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mockwx.core.journal.journal import Exchange
from mockwx.scenario import loader
from mockwx.scenario.scenario import Scenario
from mockwx.server.http_server import HttpServer
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.port import Store
from mockwx.verbs import VERBS

APP = "appid=wx00000000mockshop&secret=mockwx-secret-shop"
CODES = 4
"""So many fresh ones there are, and as many spent ones as calls have brought."""
FULL = 64 * 1024
"""Bytes that a client may leave unread."""
ROUNDS = 60
"""Turns of the event loop in which whatever was begun has ended, as nothing waits for time."""
_WHERE_IT_BROKE = re.compile(rb"\r\nContent-Length: \d+(\r\nDate: now\r\nServer: [^\r]*\r\n\r\n[^\n]*\n).*", re.DOTALL)
"""aiohttp shows what it had read so far, which depends on how the bytes came."""
_DATE = re.compile(rb"\r\nDate: [^\r]{25} GMT\r\n")


def stands_still(**more: Any) -> Scenario:
    """A scenario in which time does not pass."""
    return loader.from_mapping({"clock": {"start": "2026-01-01T08:00:00+08:00", "mode": "frozen"}, **more}).scenario


STILL = stands_still()


class Wire(asyncio.Transport):
    """A connection whose client reads all at once, or nothing until it is told to."""

    def __init__(self, reads: bool = True) -> None:
        super().__init__()
        self.answers = b""
        self.is_gone = False
        self.is_paused = False
        self.reads = reads
        self._unread = 0
        self._protocol: Any = None
        self._waiting: list[bytes] = []

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("127.0.0.1", 50000), "sockname": ("127.0.0.1", 8780)}.get(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def get_protocol(self) -> Any:
        return self._protocol

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.is_gone, f"written after the end: {bytes(data)!r}"
        self.answers += data
        if not self.reads:
            was_full, self._unread = self._unread > FULL, self._unread + len(data)
            if self._unread > FULL and not was_full:
                self._protocol.pause_writing()

    def read_all(self) -> None:
        self.reads = True
        was_full, self._unread = self._unread > FULL, 0
        if was_full:
            self._protocol.resume_writing()

    def get_write_buffer_size(self) -> int:
        return self._unread

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False
        waiting, self._waiting = self._waiting, []
        for data in waiting:
            asyncio.get_running_loop().call_soon(self.send, data)

    def send(self, data: bytes) -> None:
        """What the client sends."""
        if self.is_paused:
            self._waiting.append(data)
        elif not self.is_gone:
            self._protocol.data_received(data)

    def is_closing(self) -> bool:
        return self.is_gone

    def close(self) -> None:
        if not self.is_gone:
            self.is_gone = True
            asyncio.get_running_loop().call_soon(lambda: self._protocol.connection_lost(None))

    abort = close


@dataclass
class Way:
    short: bool
    scenario: Scenario
    worlds: Store = field(default_factory=MemoryWorlds)
    is_busy: Callable[[], bool] = lambda: False
    """Whether something is on its way that the event loop waits for."""

    def __post_init__(self) -> None:
        for name in ("", "other"):
            self.worlds.put(name, self.scenario, wall=0, series=name)
        self.server = HttpServer(self.worlds, short_way=self.short)
        self.codes = [self._code() for _ in range(CODES)]

    def _code(self) -> str:
        answer: Any = self.worlds.run("", lambda world: VERBS["phone.login"].do(world, {"user": "alice"}, 0), wall=0)
        return str(answer["code"])

    @property
    def protocol(self) -> asyncio.Protocol:
        return self.server.interception.http("", "http")

    def wire(self, reads: bool = True) -> Wire:
        """A new connection."""
        wire = Wire(reads)
        protocol = self.protocol
        wire.set_protocol(protocol)
        protocol.connection_made(wire)
        return wire

    @property
    def journal(self) -> list[Exchange]:
        """Of all worlds, but how long each call took."""
        exchanges: list[Exchange] = []
        for name in self.worlds.names():
            exchanges += self.worlds.run(name, lambda world: list(world.journal), wall=0)
        return [msgspec.structs.replace(exchange, took=None) for exchange in exchanges]

    async def answers(self, chunks: Sequence[bytes], turns: int, reads: bool) -> tuple[bytes, bool]:
        """And whether the connection was closed; ``turns`` of the event loop lie between two chunks."""
        wire = self.wire(reads)
        for chunk in chunks:
            wire.send(chunk)
            for _ in range(turns):
                await asyncio.sleep(0)
        await self.settle(wire)
        if not reads:
            wire.read_all()
            await self.settle(wire)
        was_closed = wire.is_gone
        wire.close()
        await self.settle(wire)
        assert _DATE.sub(b"", wire.answers).count(b"\r\nDate:") == 0
        answers = _DATE.sub(b"\r\nDate: now\r\n", wire.answers)
        return _WHERE_IT_BROKE.sub(rb"\1", answers), was_closed

    async def settle(self, wire: Wire) -> None:
        """Until nothing more is written for many turns."""
        quiet, written = 0, len(wire.answers)
        while quiet < ROUNDS:
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(wire.answers) == written and not self.is_busy() else 0
            written = len(wire.answers)


@dataclass(frozen=True)
class Outcome:
    answers: bytes
    was_closed: bool
    journal: list[Exchange]

    @property
    def statuses(self) -> list[int]:
        return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", self.answers)]


class BothWays:
    """Runs in an event loop of its own; ``complaints``: what that loop was told of; ``way`` makes one."""

    def __init__(self, runner: asyncio.Runner, way: Callable[[bool, Scenario], Way] = Way) -> None:
        self._runner = runner
        self._way = way
        self.complaints: list[str] = []
        runner.get_loop().set_exception_handler(lambda _, context: self.complaints.append(str(context)))

    def __call__(
        self,
        stream: Callable[[list[str]], Sequence[bytes]],
        scenario: Scenario = STILL,
        *,
        turns: int = 0,
        reads: bool = True,
    ) -> tuple[Outcome, Outcome]:
        """On the short way, and without it; ``stream`` gets fresh codes and gives what the client sends."""
        short, long = (
            self._runner.run(self._go(is_short, stream, scenario, turns, reads)) for is_short in (True, False)
        )
        assert self.complaints == []
        return short, long

    async def _go(
        self,
        short: bool,
        stream: Callable[[list[str]], Sequence[bytes]],
        scenario: Scenario,
        turns: int,
        reads: bool,
    ) -> Outcome:
        way = self._way(short, scenario)
        answers, was_closed = await way.answers(stream(way.codes), turns, reads)
        journal = way.journal
        # A long poll would wait for its client, and there is none any more.
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert left == set(), f"still at it: {left}"
        await way.server.stop()
        return Outcome(answers, was_closed, journal)
