"""The HTTP server: what it is made of, and its life on sockets."""

from __future__ import annotations

import asyncio
import os
from types import MappingProxyType
from typing import TYPE_CHECKING

from mockwx.intercept.sniffer import Sniffers
from mockwx.server.allowed_hosts import AllowedHosts
from mockwx.server.call_log import CallLog
from mockwx.server.connections import Connections, Place
from mockwx.server.interception import Interception
from mockwx.server.real_clock import wall

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from aiohttp.web_server import Server

    from mockwx.control.control_routes import ControlPlane
    from mockwx.server.aiohttp_handler import AiohttpHandler
    from mockwx.server.call_log import OnCall
    from mockwx.store.port import Store

SHUTDOWN_SECONDS = 0.5
"""Open connections get at shutdown."""
_REACHED_AT = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Where what listens on all addresses answers on this machine."""
_SHORT_WAY = os.environ.get("MOCKWX_SHORT_WAY") != "off"
"""Off for ``make test-long-way``, also in the servers that tests start."""
TEND_SECONDS = 10
"""Between two looks at what has expired in a store that does not see by itself."""


def url_of(host: str, port: int) -> str:
    """Where this machine reaches what listens on ``host``."""
    host = _REACHED_AT.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class HttpServer:
    """Serves ``worlds``; use :meth:`start` and :meth:`stop` in one event loop."""

    def __init__(
        self,
        worlds: Store,
        *,
        token: str | None = None,
        callback_hosts: Collection[str] = (),
        log: Callable[[str], object] | None = None,
        ca_dir: Path | None = None,
        passthrough: str | tuple[str, ...] = (),
        allow_hosts: Collection[str] = (),
        relays: Mapping[str, str] = MappingProxyType({}),
        on_call: OnCall | None = None,
        short_way: bool = _SHORT_WAY,
    ) -> None:
        """``token`` None: control calls are answered without one, but to no web page of another site. ``relays``:
        where pages' requests to a host go. ``short_way`` False: aiohttp answers every call, which takes longer."""
        self.host = ""
        self.port = 0
        self._plane: ControlPlane | None = None
        self._worlds = worlds
        self._token = token
        self._allowed = AllowedHosts(allow_hosts)
        self._callback_hosts = callback_hosts
        self._relays = relays
        self._log = CallLog(log, on_call)
        self._connections = Connections(self._aiohttp_server, worlds, self._log, short_way=short_way)
        self.interception = Interception(
            worlds, self._log, self._connections, ca_dir=ca_dir, passthrough=passthrough, token=token
        )
        self._sniffers = Sniffers(self.interception)
        self._listening: list[asyncio.Server] = []
        self._closing = asyncio.Event()
        self._aiohttp: AiohttpHandler | None = None
        self._tending: asyncio.Task[None] | None = None

    @property
    def plane(self) -> ControlPlane:
        """Made when first asked for: the first call of WeChat's own paths must not wait for its loading."""
        if self._plane is None:
            from mockwx.control.control_routes import ControlPlane

            self._plane = ControlPlane(
                self._worlds,
                wall,
                lambda: self.url,
                self._callback_hosts,
                lambda: self.interception.authority.pem,
                self._relays,
                self.interception,
            )
        return self._plane

    @property
    def url(self) -> str:
        return url_of(self.host, self.port)

    async def start(self, host: str, port: int, *, shared: bool = False) -> None:
        """``shared``: other processes may listen there too, and the system spreads connections over them.

        :raises OSError: the address is taken or not this machine's.
        """
        await self.listen(host, port, shared=shared)
        self.host, self.port = host, self._listening[0].sockets[0].getsockname()[1]
        self.interception.own = (host, self.port)
        self._allowed.own = host
        if self._worlds.remote:
            self._tending = asyncio.create_task(self._tend())

    async def listen(
        self, host: str = "", port: int = 0, *, sock: socket.socket | None = None, shared: bool = False
    ) -> None:
        """At one more address, or on a socket that is bound already.

        :raises OSError: the address is taken or not this machine's.
        """
        loop = asyncio.get_running_loop()
        if sock is not None:
            self._listening.append(await loop.create_server(self._sniffers, sock=sock, backlog=1024))
        else:
            listening = await loop.create_server(self._sniffers, host, port, backlog=1024, reuse_port=shared or None)
            self._listening.append(listening)

    async def stop(self) -> None:
        self._closing.set()
        self._log.flush()
        if self._listening:
            # Whoever connected at this very moment must be let in first: asyncio leaks a socket whose listener is
            # closed between accept and connection_made.
            for _ in range(5):
                await asyncio.sleep(0)
            for listener in self._listening:
                listener.close()
            self._listening.clear()
            await self._sniffers.close()
            await self._connections.end(SHUTDOWN_SECONDS)
            self._sniffers.abort()
            # An aborted connection closes its socket one round later.
            await asyncio.sleep(0)
        if self._tending is not None:
            self._tending.cancel()
            await asyncio.gather(self._tending, return_exceptions=True)
        await self._worlds.close()

    async def _tend(self) -> None:
        while True:
            await asyncio.to_thread(self._worlds.tend, wall=wall())
            await asyncio.sleep(TEND_SECONDS)

    def _aiohttp_server(self, place: Place) -> Server:
        if self._aiohttp is None:
            # Loaded when there is something for it to do, which is said there.
            from mockwx.server.aiohttp_handler import AiohttpHandler

            self._aiohttp = AiohttpHandler(
                self._worlds,
                self._log,
                self._closing,
                self.interception,
                lambda: self.plane,
                token=self._token,
                allowed=self._allowed,
            )
        return self._aiohttp.server(place)
