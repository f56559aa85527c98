"""The HTTP server: one handler that tells control calls from WeChat's own, and its life on a socket."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from mockwx.server import address as addresses
from mockwx.server import data_plane
from mockwx.server.call_log import CallLog
from mockwx.server.wall import wall
from mockwx.store.store import NoSuchWorld

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.control.plane import Plane
    from mockwx.store.store import Store

GRACE = 0.5
"""Seconds that open connections get at shutdown."""
TENDED = 10
"""Seconds between two looks at what has expired in a store that does not see by itself."""


class _Log(logging.LoggerAdapter[logging.Logger]):
    """Without a traceback for every client that does not speak HTTP: it got its 400."""

    def exception(self, msg: object, *args: object, exc_info: Any = True, **more: Any) -> None:
        if not isinstance(exc_info, HttpProcessingError):
            super().exception(msg, *args, exc_info=exc_info, **more)


_LOG = _Log(logging.getLogger("mockwx.server"))


def url_of(host: str, port: int) -> str:
    """Where this machine reaches what listens on ``host``."""
    host = f"[{host}]" if ":" in host else host
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '[::]') else host}:{port}"  # noqa: S104


class HttpServer:
    """Serves ``worlds``; use :meth:`start` and :meth:`stop` in one event loop."""

    def __init__(
        self,
        worlds: Store,
        *,
        token: str | None = None,
        log: Callable[[str], object] | None = None,
    ) -> None:
        self.host = ""
        self.port = 0
        self._plane: Plane | None = None
        self._worlds = worlds
        self._token = token
        self._log = CallLog(log)
        self._runner: web.ServerRunner | None = None
        self._closing = asyncio.Event()
        self._tending: asyncio.Task[None] | None = None

    @property
    def plane(self) -> Plane:
        """Made when first asked for: the first call of WeChat's own paths must not wait for its loading."""
        if self._plane is None:
            from mockwx.control.plane import Plane

            self._plane = Plane(self._worlds, wall, lambda: self.url)
        return self._plane

    @property
    def url(self) -> str:
        return url_of(self.host, self.port)

    async def start(self, host: str, port: int, *, shared: bool = False) -> None:
        """``shared``: other processes may listen there too, and the system spreads connections over them.

        :raises OSError: the address is taken or not this machine's.
        """
        # A handler ends with its connection: whoever gives up on a late answer holds nothing here.
        server = web.Server(
            self._handle, handler_cancellation=True, access_log=None, auto_decompress=False, logger=_LOG
        )
        runner = web.ServerRunner(server, shutdown_timeout=GRACE)
        await runner.setup()
        site = web.TCPSite(runner, host, port, backlog=1024, reuse_port=shared or None)
        try:
            await site.start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        self.host, self.port = host, runner.addresses[0][1]
        if self._worlds.remote:
            self._tending = asyncio.create_task(self._tend())

    async def stop(self) -> None:
        self._closing.set()
        self._log.flush()
        if self._runner is not None:
            # Whoever connected at this very moment must be let in first: asyncio leaks a socket whose listener is
            # closed between accept and connection_made.
            for _ in range(5):
                await asyncio.sleep(0)
            await self._runner.cleanup()
            self._runner = None
        if self._tending is not None:
            self._tending.cancel()
            await asyncio.gather(self._tending, return_exceptions=True)
        await self._worlds.close()

    async def _tend(self) -> None:
        while True:
            await asyncio.to_thread(self._worlds.tend, wall=wall())
            await asyncio.sleep(TENDED)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        address = addresses.read(request.raw_path, request.headers.get("Host"))
        try:
            if address.path.startswith(addresses.CONTROL):
                path = address.path[len(addresses.CONTROL) :]
                from mockwx.server import control_plane

                return await control_plane.answer(request, address, path, self.plane, self._token)
            return await data_plane.answer(request, address, self._worlds, self._log, self._closing)
        except NoSuchWorld as error:
            from mockwx.server import control_plane

            return control_plane.no_such_world(str(error))
        except (ConnectionError, asyncio.IncompleteReadError, web.RequestPayloadError):
            # The client hung up, or sent a body that breaks its own framing: there is nobody to answer.
            raise web.HTTPBadRequest(text="the request body is broken\n") from None
