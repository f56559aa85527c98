"""Replies: aiohttp responses with the headers that WeChat sends and no others."""

from __future__ import annotations

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time
from typing import TYPE_CHECKING

from aiohttp import HttpVersion, hdrs
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import SERVER_SOFTWARE
from aiohttp.web_response import StreamResponse

if TYPE_CHECKING:
    from aiohttp import web

TRACE = "X-Mockwx-Trace"
UNREAD_BYTES = 64 * 1024
"""So many a client may leave unread before the next answer waits for it."""
Headers = tuple[tuple[str, str], ...]

_BODILESS = frozenset((204, 304))
_REASONS = {status.value: status.phrase for status in HTTPStatus}


class Reply(StreamResponse):
    """A whole answer in one write.

    Observed answers have Connection, Content-Type, Date and Content-Length; only WeCom's say what the server is. All of
    them are known here, so aiohttp need not find out which are wanted: with its own response a login over HTTP took
    77 µs of processor time and not 61, server and client in one process; WeChat's work is 8 of them.
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
        status, body = self._status, self._whole
        lines = f"{TRACE}: {self._trace}\r\n" if self._trace else ""
        if status not in _BODILESS:
            lines += f"Content-Length: {len(body)}\r\n"
        if status in _BODILESS or request.method == "HEAD":
            body = b""
        head = _head(request.version, status, self._label, self._given, alive, int(time()))
        transport.write(b"%b%b\r\n%b" % (head, lines.encode(), body))
        if transport.get_write_buffer_size() > UNREAD_BYTES:
            self._writer = request.writer

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


@lru_cache(maxsize=256)
def _head(version: HttpVersion, status: int, content_type: str, headers: Headers, alive: bool, second: int) -> bytes:
    """Status line and headers as far as they are the same for many answers of this second. Made anew for each they took
    11 µs more, of 69 for a login over HTTP with server and client in one process."""
    lines = [
        f"HTTP/{version.major}.{version.minor} {status} {_REASONS.get(status, '')}",
        f"Connection: {'keep-alive' if alive else 'close'}",
        *(f"{name}: {value}" for name, value in ((hdrs.CONTENT_TYPE, content_type), *headers) if value),
        f"Date: {formatdate(second, usegmt=True)}",
        "",
    ]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError(f"a header holds a line break: {headers}")
    return "\r\n".join(lines).encode()
