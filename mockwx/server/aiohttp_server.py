"""aiohttp's server, with an answer to targets that yarl refuses: before 3.14.1 aiohttp hangs up on them."""

from __future__ import annotations

import asyncio
from typing import Any

# aiohttp's server alone: aiohttp.web would load a framework of routes, files and command lines.
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

from mockwx.core.text.bilingual import both
from mockwx.intercept.refusals import refusal


class _Connection(RequestHandler):
    __slots__ = ()

    def data_received(self, data: bytes) -> None:
        try:
            super().data_received(data)
        except ValueError as error:
            if self.transport is not None:
                why = both(f"no URL that can be read: {error}", f"URL 无法解析：{error}")
                self.transport.write(refusal(400, why))
            self.force_close()


class AiohttpServer(Server):
    """``settings``: what each connection is made with."""

    def __init__(self, handler: Any, *, handler_cancellation: bool, **settings: Any) -> None:
        super().__init__(handler, handler_cancellation=handler_cancellation)
        self._settings = settings

    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=asyncio.get_running_loop(), **self._settings)
