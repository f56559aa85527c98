"""Replies: aiohttp responses with the headers that WeChat sends and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import SERVER_SOFTWARE
from aiohttp.web_response import StreamResponse

from mockwx.server.answer_bytes import Headers, spell

if TYPE_CHECKING:
    from aiohttp import web

UNREAD_BYTES = 64 * 1024
"""So many a client may leave unread before the next answer waits for it."""


class Reply(StreamResponse):
    """A whole answer in one write.

    All headers are known here, so aiohttp need not find out which are wanted: with its own response a login over HTTP
    took 77 µs of processor time and not 61, server and client in one process; WeChat's work is 8 of them.
    """

    keep_alive: bool | None = None  # no property: it is known when it is asked for

    def __init__(
        self, body: bytes, content_type: str, status: int = 200, trace: str = "", headers: Headers = ()
    ) -> None:
        """``trace`` changes from call to call, unlike ``headers``."""
        # Without aiohttp's own __init__, which makes a table of headers that nobody would read.
        self._status = status
        self._whole = body
        self._label = content_type
        self._given = headers
        self._trace = trace
        self._writer: AbstractStreamWriter | None = None
        """Where there is much left to go out."""

    async def prepare(self, request: web.BaseRequest) -> None:
        self.keep_alive = alive = request.keep_alive
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("the client has left")
        transport.write(self.spelled(request.version, keep_alive=alive, is_head=request.method == "HEAD"))
        if transport.get_write_buffer_size() > UNREAD_BYTES:
            self._writer = request.writer

    def spelled(self, version: tuple[int, int], *, keep_alive: bool, is_head: bool = False) -> bytes:
        status, label, headers, trace = self._status, self._label, self._given, self._trace
        return spell(version, status, label, headers, trace, self._whole, keep_alive=keep_alive, is_head=is_head)

    async def write_eof(self, data: bytes = b"") -> None:
        if self._writer is not None:
            await self._writer.drain()
            self._writer = None


class Trickle(StreamResponse):
    """An answer in portions."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        if self.headers.get(hdrs.SERVER) == SERVER_SOFTWARE:
            self.headers.popall(hdrs.SERVER)
        if not self.headers.get(hdrs.CONTENT_TYPE):
            self.headers.popall(hdrs.CONTENT_TYPE, None)
        if self.keep_alive:
            self.headers[hdrs.CONNECTION] = "keep-alive"
