"""Connections: who speaks HTTP on each: the short way first, where it is open, and aiohttp's server for the rest."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp.http_exceptions import HttpProcessingError

# aiohttp's server alone: aiohttp.web would load a framework of routes, files and command lines.
from aiohttp.web_server import Server

from mockwx.server.call_log import CallLog
from mockwx.server.short_way import ShortWay
from mockwx.store.port import Store

if TYPE_CHECKING:
    from aiohttp import web

Handler = Callable[["web.BaseRequest"], Awaitable["web.StreamResponse"]]
Place = tuple[str, str, bool]
"""What a connection is about: its world, its scheme, and whether nobody was told to trust its certificate."""


class _Log(logging.LoggerAdapter[logging.Logger]):
    """Without a traceback for every client that does not speak HTTP: it got its 400."""

    def exception(self, msg: object, *args: object, exc_info: Any = True, **more: Any) -> None:
        if not isinstance(exc_info, HttpProcessingError):
            super().exception(msg, *args, exc_info=exc_info, **more)


_LOG = _Log(logging.getLogger("mockwx.server"))


class Connections:
    """``handler``: aiohttp's, for the calls of one place. Without ``short_way`` all calls go to it."""

    def __init__(self, handler: Callable[[Place], Handler], worlds: Store, log: CallLog, *, short_way: bool) -> None:
        self._handler = handler
        self._worlds = worlds
        self._log = log
        self._takes_short_way = short_way and not worlds.remote
        self._short_ways: set[ShortWay] = set()
        self._servers: dict[Place, Server] = {}

    def protocol(self, place: Place) -> asyncio.Protocol:
        if self._takes_short_way:
            otherwise = partial(self._aiohttp, place)
            return ShortWay(place, self._worlds, self._log, self._short_ways, otherwise)
        return self._aiohttp(place)

    def _aiohttp(self, place: Place) -> asyncio.Protocol:
        if (server := self._servers.get(place)) is None:
            # A handler ends with its connection: whoever gives up on a late answer holds nothing here.
            server = self._servers[place] = Server(
                self._handler(place), handler_cancellation=True, access_log=None, auto_decompress=False, logger=_LOG
            )
        return server()

    async def end(self, grace: float) -> None:
        """``grace``: seconds for answers that are on their way."""
        for connection in list(self._short_ways):
            connection.close()
        for server in self._servers.values():
            server.pre_shutdown()
        await asyncio.gather(*(server.shutdown(grace) for server in self._servers.values()))
        self._servers.clear()
