"""aiohttp's server, with an answer to targets that yarl refuses, on which aiohttp hangs up before 3.14.1, and to whole
calls of clients that have closed their half, whom aiohttp takes for gone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

# aiohttp's server alone: aiohttp.web would load a framework of routes, files and command lines.
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest
from aiohttp.web_server import Server

from mockwx.core.text.bilingual import both
from mockwx.intercept.refusals import refusal
from mockwx.server import half_close
from mockwx.server.real_clock import monotonic

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http import RawRequestMessage
    from aiohttp.streams import StreamReader


class AiohttpConnection(RequestHandler):
    """``gone_at``: when the client was last seen, by the monotonic clock, once it counts as gone."""

    __slots__ = ("_is_half_closed", "_look", "_request", "gone_at")

    def __init__(self, manager: Server, **settings: Any) -> None:
        super().__init__(manager, loop=asyncio.get_running_loop(), **settings)
        self._request: BaseRequest | None = None
        """The last whose handling has begun."""
        self._is_half_closed = False
        self._look: asyncio.TimerHandle | None = None
        self.gone_at: float | None = None

    def data_received(self, data: bytes) -> None:
        try:
            super().data_received(data)
        except ValueError as error:
            if self.transport is not None:
                why = both(f"no URL that can be read: {error}", f"URL 无法解析：{error}")
                self.transport.write(refusal(400, why))
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None
        super().connection_lost(exc)

    # A client that sends no more

    def eof_received(self) -> bool:  # type: ignore[override]  # aiohttp's says nothing, which closes
        is_last_half = bool(self._messages) and not self._messages[-1][1].is_eof()
        has_whole_one = self._has_whole_one_in_hand() or len(self._messages) > is_last_half
        if not (has_whole_one and half_close.can_half_close(self.transport)):
            return False
        if is_last_half:
            self._messages.pop()
        self._is_half_closed = True
        self._close_after_last()
        if self._look is None:
            self._look_later(self._progress(), monotonic())
        return True

    def begin(self, request: BaseRequest) -> None:
        self._request = request
        if self._is_half_closed:
            self._close_after_last()

    def _has_whole_one_in_hand(self) -> bool:
        is_idle = self._waiter is not None
        return not is_idle and self._request is not None and self._request.content.is_eof()

    def _close_after_last(self) -> None:
        if not self._messages:
            self.close()

    def _look_later(self, former: tuple[BaseRequest | None, int], seen_at: float, looks: int = 0) -> None:
        seconds = half_close.GONE_SECONDS / half_close.LOOKS
        self._look = self._loop.call_later(seconds, self._look_for_client, former, seen_at, looks + 1)

    def _look_for_client(self, former: tuple[BaseRequest | None, int], seen_at: float, looks: int) -> None:
        if (progress := self._progress()) != former:
            self._look_later(progress, monotonic())
        elif looks < half_close.LOOKS:
            self._look_later(former, seen_at, looks)
        else:
            self.gone_at = seen_at
            self.force_close()

    def _progress(self) -> tuple[BaseRequest | None, int]:
        """A client that has left resets the connection at the next byte."""
        request = self._request
        return request, 0 if request is None else request.writer.output_size


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    connection: AiohttpConnection,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> BaseRequest:
    request = BaseRequest(message, payload, connection, writer, task, task.get_loop())
    connection.begin(request)
    return request


class AiohttpServer(Server):
    """``settings``: what each connection is made with."""

    def __init__(self, handler: Any, *, handler_cancellation: bool, **settings: Any) -> None:
        super().__init__(handler, request_factory=_request, handler_cancellation=handler_cancellation)  # type: ignore[arg-type]  # its connections are ours
        self._settings = settings

    def __call__(self) -> AiohttpConnection:
        return AiohttpConnection(self, **self._settings)


def seconds_waited(request: BaseRequest, began: float) -> float:
    """How long the client was there for a call that is over now, and ``began`` then by the monotonic clock."""
    connection = request.protocol
    gone_at = connection.gone_at if isinstance(connection, AiohttpConnection) else None
    return monotonic() - began if gone_at is None else max(gone_at - began, 0.0)
