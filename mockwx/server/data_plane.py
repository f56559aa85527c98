"""The data plane: WeChat's own paths. An HTTP request becomes a ``Request``, a ``Response`` becomes bytes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from mockwx.core.wire import Request
from mockwx.server.bodies import read_body
from mockwx.server.delivery import deliver
from mockwx.server.wall import wall

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.server.address import Address
    from mockwx.server.call_log import CallLog
    from mockwx.store.store import Store


async def answer(
    request: web.BaseRequest, address: Address, worlds: Store, log: CallLog, closing: asyncio.Event
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
    )
    if worlds.remote:
        exchange = await worlds.exchange(address.world, asked, wall=wall())
    else:
        exchange = worlds.handle(address.world, asked, wall=wall())
    try:
        return await deliver(request, exchange.response, closing)
    finally:
        # Also where the client gave up waiting.
        exchange.took = (time.perf_counter() - began) * 1000
        log.note(address.world, exchange)
