"""Replies: aiohttp responses with the headers that WeChat sends and no others."""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.http import SERVER_SOFTWARE


def _as_wechat(response: web.StreamResponse) -> None:
    """Observed answers have Connection, Content-Type, Date and Content-Length; only WeCom's say what the server is."""
    if response.headers.get(hdrs.SERVER) == SERVER_SOFTWARE:
        response.headers.popall(hdrs.SERVER)
    if not response.headers.get(hdrs.CONTENT_TYPE):
        response.headers.popall(hdrs.CONTENT_TYPE, None)
    if response.keep_alive:
        response.headers[hdrs.CONNECTION] = "keep-alive"


class Reply(web.Response):
    """A whole answer."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        _as_wechat(self)


class Trickle(web.StreamResponse):
    """An answer in portions."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        _as_wechat(self)
