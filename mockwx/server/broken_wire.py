"""Broken wires: what ``net: hang``, ``reset`` and ``empty`` do to a connection, and the end of a truncated body."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, assert_never

from mockwx.core.wire import BrokenWire
from mockwx.intercept.tcp_reset import reset
from mockwx.server.pause import pause

if TYPE_CHECKING:
    from aiohttp import web

FLUSH_SECONDS = 0.05
"""In which the last bytes leave, before a wire inside TLS breaks."""


async def break_wire(request: web.BaseRequest, how: BrokenWire, closing: asyncio.Event) -> None:
    """Let the answer end as no answer should; what went out before it stays sent."""
    match how:
        case "hang":
            # The handler is cancelled when the client hangs up. Whoever still waits at the end gets no answer either.
            await closing.wait()
            await _close(request, closing)
        case "empty":
            await _close(request, closing)
        case "reset":
            if request.transport is not None:
                reset(request.transport)
        case _:
            assert_never(how)


async def _close(request: web.BaseRequest, closing: asyncio.Event) -> None:
    transport = request.transport
    if transport is None:
        return
    if transport.get_extra_info("sslcontext") is None:
        transport.close()
        return
    # A graceful end of TLS waits for the client's farewell, which some never say; a broken wire waits for nothing.
    with contextlib.suppress(ConnectionError):
        await request.writer.drain()
    await pause(FLUSH_SECONDS, closing)
    transport.abort()
