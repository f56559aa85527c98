"""The short way to a remote store: a call is written down there while others go on, and answered once that is done."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import cast

from mockwx.core.journal.journal import Exchange
from mockwx.core.wire import Request
from mockwx.server.call_pattern import CallPattern
from mockwx.server.half_close import can_half_close
from mockwx.server.real_clock import wall
from mockwx.server.short_way import ShortWay


class RemoteShortWay(ShortWay):
    """One connection, of which one call is on its way at most; those behind it await their turn.

    A client that leaves is not missed: what it asked for is done all the same.
    """

    _call: asyncio.Future[Exchange | None] | None = None
    _ends = False
    """The connection is to be closed once its call is answered."""
    _is_half_closed = False
    """The client sends no more, and reads what is still answered."""
    _later: tuple[bytes, ...] = ()
    """Reads that came while the call was on its way. They stay apart: where aiohttp takes over, what it answers depends
    on what comes in one read."""

    def data_received(self, data: bytes) -> None:
        if self._call is None:
            super().data_received(data)
        else:
            self._transport.pause_reading()
            self._later = (*self._later, data)

    def _go_on(self) -> None:
        super()._go_on()
        if self._later and self in self._open and not (self._is_full or self._awaits_turn):
            data, *later = self._later
            self._later = tuple(later)
            super().data_received(data)

    def eof_received(self) -> bool:
        self._is_half_closed = self._call is not None and can_half_close(self._transport)
        return self._is_half_closed

    def end(self) -> asyncio.Future[Exchange | None] | None:
        if self._call is None:
            self.close()
        self._ends = True
        return self._call

    def _handle(self, pattern: CallPattern, request: Request, began: float, size: int) -> bool:
        self._awaits_turn = True
        self._call = self._worlds.begin_if_no_rules(pattern.world, request, wall=wall())
        self._call.add_done_callback(partial(self._settle, pattern, began, size))
        return False

    def _settle(self, pattern: CallPattern, began: float, size: int, call: asyncio.Future[Exchange | None]) -> None:
        self._call = None
        error = call.exception()
        if self not in self._open or self._transport.is_closing():
            return
        if error is None:
            self._tell(pattern, call.result(), began, size)
        elif isinstance(error, Exception):
            self._refuse(error, pattern.head, size)
        else:
            self.close()  # it was cancelled with the server
        if self._ends and self in self._open:
            self.close()
        if not self._transport.is_closing():
            self._take_turn()
        awaits_reader = self._is_full and bool(self._seen or self._later)
        if self._is_half_closed and self._call is None and not awaits_reader and self in self._open:
            self.close()

    def _hand_over(self, size: int = 0) -> bool:
        transport = self._transport
        super()._hand_over(size)
        handler = cast("asyncio.Protocol", transport.get_protocol())
        for data in self._later:
            if not transport.is_closing():
                handler.data_received(data)
        # The end that came here comes to nobody else.
        if self._is_half_closed and not handler.eof_received():
            transport.close()
        return False
