"""Connections: who speaks HTTP on each: the short way first, where it is open, and aiohttp's server for the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mockwx.server.call_log import CallLog
from mockwx.server.remote_short_way import RemoteShortWay
from mockwx.server.short_way import ShortWay
from mockwx.store.port import Store

if TYPE_CHECKING:
    from aiohttp.web_server import Server

Place = tuple[str, str, bool]
"""What a connection is about: its world, its scheme, and whether nobody was told to trust its certificate."""


class Connections:
    """``aiohttp_server``: makes the one for the connections to a place. Without ``short_way`` all calls go to it."""

    def __init__(
        self, aiohttp_server: Callable[[Place], Server], worlds: Store, log: CallLog, *, short_way: bool
    ) -> None:
        self._aiohttp_server = aiohttp_server
        self._worlds = worlds
        self._log = log
        self._takes_short_way = short_way
        self._short_way = RemoteShortWay if worlds.remote else ShortWay
        self._short_ways: set[ShortWay] = set()
        self._servers: dict[Place, Server] = {}

    def protocol(self, place: Place) -> asyncio.Protocol:
        if self._takes_short_way:
            otherwise = partial(self._aiohttp, place)
            return self._short_way(place, self._worlds, self._log, self._short_ways, otherwise)
        return self._aiohttp(place)

    def _aiohttp(self, place: Place) -> asyncio.Protocol:
        if (server := self._servers.get(place)) is None:
            server = self._servers[place] = self._aiohttp_server(place)
        return server()

    async def end(self, grace: float) -> None:
        """``grace``: seconds for answers that are on their way."""
        calls = [call for connection in list(self._short_ways) if (call := connection.end()) is not None]
        if calls:
            await asyncio.wait(calls, timeout=grace)
        for connection in list(self._short_ways):
            connection.close()
        for server in self._servers.values():
            server.pre_shutdown()
        await asyncio.gather(*(server.shutdown(grace) for server in self._servers.values()))
        self._servers.clear()
