"""What aiohttp's server hands on: it tells control calls, pages, canaries and a proxy's calls from WeChat's own.

Of all that serves, only this and what it imports needs aiohttp, so ``http`` loads it at the first connection that the
short way does not take. aiohttp loads its client with it, and the system's certificates: 800 of the 1,220 million
instructions that a test run's first fixture took (callgrind).
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import hdrs
from aiohttp.http_exceptions import HttpProcessingError

from mockwx.core.web import address as addresses
from mockwx.server import data_plane, proxy_calls
from mockwx.server.aiohttp_server import AiohttpServer
from mockwx.server.browsers import CONSOLE, DOORS, DOORS_OF_CONTROL, is_browser
from mockwx.server.callers import Caller
from mockwx.server.error_answers import FAILURES, failed
from mockwx.server.held_by_rules import HeldAnswers

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from mockwx.control.control_routes import ControlPlane
    from mockwx.core.web.address import Address
    from mockwx.server.allowed_hosts import AllowedHosts
    from mockwx.server.call_log import CallLog
    from mockwx.server.connections import Place
    from mockwx.server.interception import Interception
    from mockwx.server.journal_stream import Watching
    from mockwx.store.port import Store


class _Log(logging.LoggerAdapter[logging.Logger]):
    """Without a traceback for every client that does not speak HTTP: it got its 400."""

    def exception(self, msg: object, *args: object, exc_info: Any = True, **more: Any) -> None:
        if not isinstance(exc_info, HttpProcessingError):
            super().exception(msg, *args, exc_info=exc_info, **more)


_LOG = _Log(logging.getLogger("mockwx.server"))


class AiohttpHandler:
    """``plane``: asked for it when the first control call comes."""

    def __init__(
        self,
        worlds: Store,
        log: CallLog,
        closing: asyncio.Event,
        interception: Interception,
        plane: Callable[[], ControlPlane],
        *,
        token: str | None,
        allowed: AllowedHosts,
    ) -> None:
        self._worlds = worlds
        self._log = log
        self._closing = closing
        self._interception = interception
        self._plane = plane
        self._token = token
        self._allowed = allowed
        self._held_answers = HeldAnswers(worlds, log, closing)
        self._watching: Watching | None = None

    def server(self, place: Place) -> AiohttpServer:
        """Of the connections to one place."""
        # A handler ends with its connection: whoever gives up on a late answer holds nothing here.
        return AiohttpServer(
            partial(self._handle, place), handler_cancellation=True, access_log=None, auto_decompress=False, logger=_LOG
        )

    @property
    def watching(self) -> Watching:
        """Made when first asked for: most journals are watched by nobody."""
        if self._watching is None:
            from mockwx.server.journal_stream import Watching

            self._watching = Watching(self._worlds, self._log, self._closing)
        return self._watching

    def _handle(self, place: Place, request: web.BaseRequest, *, ours: bool = False) -> Awaitable[web.StreamResponse]:
        """No coroutine itself, but the one that answers: one more took 2.5 µs of 61, with server and client of a login
        over HTTP in one process.

        ``ours``: it is for WeChat or mockwx, though it was asked of a proxy.
        """
        target = request.raw_path
        if target[:1] != "/" and not ours:
            return self._proxied(place, request)
        headers = request.headers
        caller = Caller.of(*place, request.transport)
        address = caller.address(
            target,
            headers.get(hdrs.HOST, ""),
            headers.get(hdrs.X_FORWARDED_HOST, ""),
            headers.get(hdrs.X_FORWARDED_PROTO, ""),
        )
        if address.path.startswith(addresses.CANARIES):
            return self._canary(request, address)
        if address.path.startswith(addresses.CONTROL):
            return self._control(request, address)
        if address.path in DOORS and address.host is None and is_browser(request, address.path):
            return self._console(request, address)
        return data_plane.answer(request, caller, address, self._worlds, self._log, self._closing, self._held_answers)

    async def _proxied(self, place: Place, request: web.BaseRequest) -> web.StreamResponse:
        """What a client asks of its proxy."""
        if (answer := await proxy_calls.answer_elsewhere(self._interception, request)) is not None:
            return answer
        _, scheme, _ = place
        return await self._handle((proxy_calls.world_of(request), scheme, False), request, ours=True)

    async def _canary(self, request: web.BaseRequest, address: Address) -> web.StreamResponse:
        from mockwx.server import canary

        try:
            return await canary.answer(request, address, self._worlds, self._log)
        except FAILURES as error:
            return failed(error)

    async def _console(self, request: web.BaseRequest, address: Address) -> web.StreamResponse:
        from mockwx.server import console

        return console.answer(address)

    async def _control(self, request: web.BaseRequest, address: Address) -> web.StreamResponse:
        from mockwx.server import control_plane

        path = address.path[len(addresses.CONTROL) :]
        if (path in DOORS_OF_CONTROL and is_browser(request)) or path.startswith(CONSOLE):
            return await self._console(request, address)
        try:
            return await control_plane.answer(
                request, address, path, self._plane(), self._token, self._allowed, self.watching
            )
        except FAILURES as error:
            return failed(error)
