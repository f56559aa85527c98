"""PipelinedProtocol: commands and answers in order on one connection, without a task and a stream for each of them.

redis-py takes six times as long for a command that is awaited. It still connects: it knows URLs, passwords and TLS.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, cast

import hiredis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import TimeoutError as TimedOut


class OpenedConnection(AbstractConnection):
    """redis-py's, of any kind, with the transport that its stream writes to."""

    _writer: asyncio.StreamWriter | None

    @property
    def transport(self) -> asyncio.Transport:
        assert self._writer is not None  # noqa: S101
        return cast(asyncio.Transport, self._writer.transport)


class PipelinedProtocol(asyncio.Protocol):
    """Belongs to one event loop. Once ``lost``, it is of no use any more."""

    def __init__(self, connection: OpenedConnection) -> None:
        """``connection``: connected, and nobody else's."""
        self._connection = connection
        self._transport = connection.transport
        # redis-py closes its stream only once that has heard of it.
        self._former = cast(asyncio.Protocol, self._transport.get_protocol())
        self._loop = asyncio.get_running_loop()
        self._timeout = connection.socket_timeout
        self._reader = hiredis.Reader()
        self._waiting: deque[tuple[asyncio.Future[Any], float]] = deque()
        """Of each command that is not answered yet, and until when it may be."""
        self._watch: asyncio.TimerHandle | None = None
        self.lost = False
        self._transport.set_protocol(self)

    async def ask(self, *command: Any) -> Any:
        """What Redis answers; where that is an error, as a value.

        :raises redis.exceptions.ConnectionError: the connection was lost meanwhile; Redis may have done its work.
        :raises redis.exceptions.TimeoutError: so it is by now.
        """
        if self.lost:
            raise Disconnected("the connection was lost")
        packed = hiredis.pack_command(command)
        answer = self._loop.create_future()
        self._waiting.append((answer, self._loop.time() + (self._timeout or 0)))
        self._transport.write(packed)
        if self._watch is None and self._timeout:
            self._watch = self._loop.call_later(self._timeout, self._look)
        return await answer

    def data_received(self, data: bytes) -> None:
        try:
            self._reader.feed(data)
            while (answer := self._reader.gets()) is not False:
                if isinstance(answer, hiredis.PushNotification):
                    continue
                future, _ = self._waiting.popleft()
                # Who no longer waits was cancelled.
                if not future.done():
                    future.set_result(answer)
        except (hiredis.ProtocolError, IndexError) as error:
            self._give_up(Disconnected(f"this is no Redis: {error}"))

    def eof_received(self) -> None:
        self._give_up(Disconnected("Redis closed the connection"))

    def connection_lost(self, error: Exception | None) -> None:
        self._give_up(Disconnected(str(error or "Redis closed the connection")))
        self._former.connection_lost(error)

    def _look(self) -> None:
        """One timer for all commands: the oldest one tells."""
        self._watch = None
        if not self._waiting:
            return
        _, until = self._waiting[0]
        if until > self._loop.time():
            self._watch = self._loop.call_at(until, self._look)
        else:
            self._give_up(TimedOut("no answer in time"))

    def _give_up(self, error: Exception) -> None:
        self.lost = True
        if self._watch is not None:
            self._watch.cancel()
        for future, _ in self._waiting:
            if not future.done():
                future.set_exception(error)
        self._waiting.clear()
        self._transport.abort()

    async def close(self) -> None:
        self._give_up(Disconnected("the connection was closed"))
        await self._connection.disconnect(nowait=True)
