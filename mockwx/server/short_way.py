"""The short way: an ordinary call of WeChat's own paths is answered as soon as its last byte is there, in one write.

What is more than ordinary goes to aiohttp's server with the bytes as they came, before anything of it was answered, and
so does all that follows on that connection: the control plane and pages, chunked bodies, long polls, worlds with rules
and whatever is not understood here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from mockwx.core.journal.journal import Exchange
from mockwx.core.people.accounts import TooManyUsers, UnfitName
from mockwx.core.wire import Request
from mockwx.server.answer_bytes import HTTP_1_1, spell_response
from mockwx.server.call_log import CallLog
from mockwx.server.call_pattern import CallPattern
from mockwx.server.callers import NO_BODY, Caller
from mockwx.server.real_clock import monotonic, wall
from mockwx.server.request_heads import MOST_HEAD_BYTES, Head
from mockwx.store.port import Store

IDLE_SECONDS = 3630.0
"""As aiohttp's: longer than a reverse proxy keeps a connection."""
HALF_SENT_SECONDS = 1.0
"""So long the rest of a call is waited for here at most."""
CALLS_PER_TURN = 16
"""Of one connection, before others have their turn."""
_BEGINNINGS = frozenset(line[:size] for line in (b"GET /", b"POST /") for size in range(1, 6))


class ShortWay(asyncio.Protocol):
    """One connection; ``otherwise`` makes the protocol that takes what is not ordinary."""

    def __init__(
        self,
        place: tuple[str, str, bool],
        worlds: Store,
        log: CallLog,
        open_connections: set[ShortWay],
        otherwise: Callable[[], asyncio.Protocol],
    ) -> None:
        """``place``: the connection's world, scheme, and whether nobody was told to trust its certificate."""
        self._place = place
        self._worlds = worlds
        self._log = log
        self._open = open_connections
        self._otherwise = otherwise
        self._seen = b""
        self._at = 0
        """Where in it the first call begins that was not answered yet."""
        self._answered = 0
        self._is_full = False
        """The client leaves too many answers unread."""
        self._awaits_turn = False
        self._transport: asyncio.Transport
        self._caller: Caller
        self._pattern: CallPattern | None = None
        """Of the last call."""
        self._idle: asyncio.TimerHandle
        self._half_sent: asyncio.TimerHandle | None = None

    # What the connection does

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's is one
        self._caller = Caller.of(*self._place, transport)
        self._open.add(self)
        self._watch_idle()

    def data_received(self, data: bytes) -> None:
        self._seen, self._at = self._seen[self._at :] + data if self._seen else data, 0
        self._go_on()

    def connection_lost(self, _: BaseException | None) -> None:
        self._leave()

    def pause_writing(self) -> None:
        self._is_full = True
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._is_full = False
        self._resume()

    def close(self) -> None:
        self._transport.close()

    def end(self) -> asyncio.Future[Exchange | None] | None:
        """Close, but let a call that is on its way be answered first: the call, if there is one."""
        self.close()
        return None

    def _leave(self) -> None:
        self._open.discard(self)
        self._seen = b""
        self._idle.cancel()
        if self._half_sent is not None:
            self._half_sent.cancel()

    # What it takes

    def _go_on(self) -> None:
        for _ in range(CALLS_PER_TURN):
            if not self._seen or self._is_full or self._awaits_turn or not self._take():
                return
        if self._seen and not self._is_full:
            self._awaits_turn = True
            self._transport.pause_reading()
            asyncio.get_running_loop().call_soon(self._take_turn)

    def _take_turn(self) -> None:
        self._awaits_turn = False
        self._resume()

    def _resume(self) -> None:
        self._go_on()
        if self in self._open and not self._is_full and not self._awaits_turn:
            self._transport.resume_reading()

    def _take(self) -> bool:
        """Whether one more call is answered."""
        seen, at = self._seen, self._at
        if self._transport.is_closing():
            return False
        pattern = self._pattern
        if pattern is None or (read := pattern.read(seen, at)) is None:
            end = seen.find(b"\r\n\r\n", at) + 4
            if end < 4:
                is_promising = len(seen) - at < MOST_HEAD_BYTES and seen[at : at + 5] in _BEGINNINGS
                return self._wait_for_rest() if is_promising else self._hand_over()
            if end - at > MOST_HEAD_BYTES or (pattern := CallPattern.of(seen[at:end], self._caller)) is None:
                return self._hand_over()
            self._pattern = pattern
            read = pattern.request.query, pattern.request.raw_query, end
        query, raw_query, end = read
        head = pattern.head
        after = end + head.body_bytes
        if len(seen) < after:
            return self._wait_for_rest()
        began = monotonic()
        body = seen[end:after] if head.body_bytes else NO_BODY
        request = replace(pattern.request, query=query, raw_query=raw_query, body=body)
        return self._handle(pattern, request, began, after - at)

    # What it answers

    def _handle(self, pattern: CallPattern, request: Request, began: float, size: int) -> bool:
        """Whether the call is answered, which takes ``size`` bytes of what was seen."""
        try:
            exchange = self._worlds.handle_if_no_rules(pattern.world, request, wall=wall(), settled=pattern.settled)
        except Exception as error:
            return self._refuse(error, pattern.head, size)
        return self._tell(pattern, exchange, began, size)

    def _tell(self, pattern: CallPattern, exchange: Exchange | None, began: float, size: int) -> bool:
        """``exchange`` None: nothing was done."""
        if exchange is None:
            return self._hand_over(size)
        answer = spell_response(exchange.response, keep_alive=not pattern.head.is_last)
        exchange.took = (monotonic() - began) * 1000
        if self._log.writes:
            self._log.note(pattern.world, exchange)
        return self._write(answer, pattern.head, size)

    def _refuse(self, error: Exception, head: Head, size: int) -> bool:
        if not isinstance(error, TooManyUsers | UnfitName):
            # A world that is gone, or a bug: aiohttp's server tells it as it tells all.
            return self._hand_over(size)
        from mockwx.server.error_answers import failed

        return self._write(failed(error).spelled(HTTP_1_1, keep_alive=not head.is_last), head, size)

    def _write(self, answer: bytes, head: Head, size: int) -> bool:
        self._at += size
        if self._at == len(self._seen):
            self._seen, self._at = b"", 0
        self._answered += 1
        self._transport.write(answer)
        if head.is_last:
            self._transport.close()
        return True

    # What it leaves to others

    def _hand_over(self, size: int = 0) -> bool:
        """``size``: of the call that comes first, where it is known: aiohttp forgets a call with whatever is wrong with
        the bytes that come after it in one read."""
        transport, seen = self._transport, self._seen[self._at :]
        self._leave()
        transport.resume_reading()
        handler = self._otherwise()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        for data in (seen[:size], seen[size:]):
            if data:
                handler.data_received(data)
        return False

    def _wait_for_rest(self) -> bool:
        if self._half_sent is None:
            loop = asyncio.get_running_loop()
            self._half_sent = loop.call_later(HALF_SENT_SECONDS, self._look_for_rest, self._answered)
        return False

    def _look_for_rest(self, answered: int) -> None:
        """How long a half call may stay one is for aiohttp to say."""
        self._half_sent = None
        if self._seen and not self._is_full and not self._awaits_turn:
            if answered == self._answered:
                self._hand_over()
            else:
                self._wait_for_rest()

    def _watch_idle(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._close_if_idle, self._answered)

    def _close_if_idle(self, answered: int) -> None:
        if answered == self._answered:
            self._transport.close()
        else:
            self._watch_idle()
