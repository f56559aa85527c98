"""The data plane: WeChat's own paths. An HTTP request becomes a ``Request``, a ``Response`` becomes bytes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from mockwx import engine
from mockwx.core.wire import Request
from mockwx.products.catalog import LONG_POLLS
from mockwx.server.bodies import read_body
from mockwx.server.delivery import deliver, pause
from mockwx.server.wall import wall

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.core.address import Address
    from mockwx.server.call_log import CallLog
    from mockwx.store.worlds import Worlds


LOOK = 0.05
"""Seconds between two looks for news while a long poll is held."""


async def answer(
    request: web.BaseRequest, address: Address, worlds: Worlds, log: CallLog, closing: asyncio.Event
) -> web.StreamResponse:
    """:raises NoSuchWorld: the path names a world that there is not."""
    body = await read_body(request)
    began = time.perf_counter()
    asked = Request(
        method=request.method,
        host=address.host,
        path=address.path,
        query=address.query,
        body=body or b"",
        content_length=request.content_length if request.body_exists else 0,
        client_ip=request.remote or "127.0.0.1",
        too_large=body is None,
        root=address.root,
        user_agent=request.headers.get("User-Agent", ""),
        origin=f"{request.scheme}://{request.headers.get('Host', '')}",
    )
    if address.path in LONG_POLLS:
        await _hold(address.world, asked, worlds, closing)
    exchange = worlds.handle(address.world, asked, wall=wall())
    try:
        return await deliver(request, exchange.response, closing)
    finally:
        # Also where the client gave up waiting.
        exchange.took = (time.perf_counter() - began) * 1000
        log.note(address.world, exchange)


async def _hold(world: str, asked: Request, worlds: Worlds, closing: asyncio.Event) -> None:
    """Wait as long as WeChat would: nothing is journalled and no rule is asked before the answer."""
    began = time.monotonic()

    def left() -> float:
        patience = worlds.run(world, lambda each: engine.patience(each, asked, wall()), wall=wall())
        return began + patience / 1000 - time.monotonic()

    while not closing.is_set() and (rest := left()) > 0:
        await pause(min(LOOK, rest), closing)
