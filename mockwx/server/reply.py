"""Replies: aiohttp responses with the headers that WeChat sends and no others."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache

from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter
from multidict import CIMultiDict

from mockwx.server.wall import wall

_BODILESS = (204, 304)


class Reply(web.StreamResponse):
    """A whole answer in one write.

    Observed answers have Connection, Content-Type, Date and Content-Length; none says what the server is. All of
    them are known here, so aiohttp need not find out which are wanted: that takes it as long as WeChat's own work.
    """

    def __init__(self, body: bytes, headers: Mapping[str, str], status: int = 200) -> None:
        super().__init__(status=status)
        self._whole = body
        self._given = headers
        self._alive: bool | None = None
        self._writer: AbstractStreamWriter | None = None

    @property
    def keep_alive(self) -> bool | None:
        return self._alive

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        version, status = request.version, self.status
        self._alive = request.keep_alive
        headers = CIMultiDict(self._given)
        headers[hdrs.DATE] = _date(wall() // 1000)
        headers[hdrs.CONNECTION] = "keep-alive" if self._alive else "close"
        if status not in _BODILESS:
            headers[hdrs.CONTENT_LENGTH] = str(len(self._whole))
        if status in _BODILESS or request.method == hdrs.METH_HEAD:
            self._whole = b""
        self._writer = writer = request.writer
        await writer.write_headers(f"HTTP/{version.major}.{version.minor} {status} {self.reason}", headers)
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        if self._writer is not None:
            await self._writer.write_eof(self._whole)
            self._writer = None


class Trickle(web.StreamResponse):
    """An answer in portions."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.popall(hdrs.SERVER, None)
        if not self.headers.get(hdrs.CONTENT_TYPE):
            self.headers.popall(hdrs.CONTENT_TYPE, None)
        if self.keep_alive:
            self.headers[hdrs.CONNECTION] = "keep-alive"


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
