"""Connections to Redis, and the two ways to drive script calls over them: waiting, and awaiting."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import contextmanager
from hashlib import sha1
from importlib import resources
from typing import TYPE_CHECKING, Any

import hiredis
import redis
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from mockwx.core.ids import fraction
from mockwx.core.text.bilingual import both
from mockwx.store.port import StoreUnavailable
from mockwx.store.redis.cached_world import Backoff, ScriptCall
from mockwx.store.redis.pipelined import OpenedConnection, PipelinedProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx.store.redis.cached_world import ScriptCalls

_SCRIPTS = ("load", "read", "scan", "journal", "commit", "activate", "keep_alive", "make_room", "drop", "snapshot")
_TIMEOUTS: dict[str, Any] = {"socket_connect_timeout": 1.0, "socket_timeout": 2.0}
"""Seconds; what the URL says goes before."""
_RETRIES = 0
"""A commit whose answer was lost must not be sent again: it would meet its own work."""
_LONGEST = 0.02
"""Seconds between two tries at most."""


def _text(script: str) -> str:
    return resources.files("mockwx.store.redis").joinpath("scripts", f"{script}.lua").read_text(encoding="utf-8")


def _options(retry: type[Retry] | type[AsyncRetry]) -> dict[str, Any]:
    return {**_TIMEOUTS, "retry": retry(NoBackoff(), _RETRIES)}


@contextmanager
def store_errors() -> Iterator[None]:
    """:raises StoreUnavailable: whatever keeps Redis from its work."""
    try:
        yield
    except (redis.RedisError, OSError) as error:
        raise StoreUnavailable(
            both(f"Redis does not do its work: {_plain(error)}", f"Redis 无法工作：{_plain(error)}")
        ) from error


def _plain(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _seconds(backoff: Backoff) -> float:
    """Not the same for two processes, so that they do not meet again."""
    return fraction(os.getpid(), time.perf_counter_ns()) * min(0.001 * backoff.tries, _LONGEST)


class Connection:
    """For control calls and at start: waits for each answer. Safe to use from any thread."""

    def __init__(self, url: str) -> None:
        """:raises ValueError: that is no URL of a Redis."""
        self.client = redis.Redis.from_url(url, **_options(Retry))
        self._scripts = {name: self.client.register_script(_text(name)) for name in _SCRIPTS}

    def run(self, call: ScriptCall) -> Any:
        """:raises StoreUnavailable:"""
        with store_errors():
            return self._scripts[call.script](keys=call.keys, args=call.args)

    def drive(self, calls: ScriptCalls) -> None:
        """:raises StoreUnavailable:"""
        answer: Any = None
        try:
            while True:
                call = calls.send(answer)
                if isinstance(call, Backoff):
                    time.sleep(_seconds(call))
                    answer = None
                else:
                    answer = self.run(call)
        except StopIteration:
            return

    def close(self) -> None:
        self.client.close()


class AsyncConnection:
    """For WeChat's own paths: other calls go on meanwhile. Belongs to one event loop."""

    def __init__(self, url: str) -> None:
        pool = ConnectionPool.from_url(url, **_options(AsyncRetry))
        self._connection_class = type("Opened", (OpenedConnection, pool.connection_class), {})
        self._options = pool.connection_kwargs
        self._texts = {name: _text(name) for name in ("load", "read", "commit", "scan", "journal", "keep_alive")}
        self._hashes = {
            name: sha1(text.encode(), usedforsecurity=False).hexdigest() for name, text in self._texts.items()
        }
        self._protocol: PipelinedProtocol | None = None
        self._connecting = asyncio.Lock()

    async def run(self, call: ScriptCall) -> Any:
        """:raises StoreUnavailable:"""
        with store_errors():
            protocol = self._protocol
            if protocol is None or protocol.lost:
                protocol = await self._connected()
            command = (self._hashes[call.script], len(call.keys), *call.keys, *call.args)
            answer = await protocol.ask("EVALSHA", *command)
            if isinstance(answer, hiredis.ReplyError) and str(answer).startswith("NOSCRIPT"):
                await protocol.ask("SCRIPT", "LOAD", self._texts[call.script])
                answer = await protocol.ask("EVALSHA", *command)
            if isinstance(answer, hiredis.ReplyError):
                raise redis.ResponseError(str(answer))
            return answer

    async def _connected(self) -> PipelinedProtocol:
        async with self._connecting:
            if self._protocol is None or self._protocol.lost:
                await self.close()
                connection = self._connection_class(**self._options)
                await connection.connect()
                self._protocol = PipelinedProtocol(connection)
            return self._protocol

    async def drive(self, calls: ScriptCalls) -> None:
        """:raises StoreUnavailable:"""
        answer: Any = None
        try:
            while True:
                call = calls.send(answer)
                if isinstance(call, Backoff):
                    await asyncio.sleep(_seconds(call))
                    answer = None
                else:
                    answer = await self.run(call)
        except StopIteration:
            return

    async def close(self) -> None:
        if self._protocol is not None:
            await self._protocol.close()
            self._protocol = None
