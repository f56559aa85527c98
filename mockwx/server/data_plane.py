"""The data plane: WeChat's own paths. An HTTP request becomes a ``Request``, a ``Response`` becomes bytes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from mockwx.core.wire import Request
from mockwx.server.bodies import read_body
from mockwx.server.delivery import deliver, whole
from mockwx.server.wall import wall

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.server.address import Address
    from mockwx.server.call_log import CallLog
    from mockwx.store.worlds import Worlds


async def answer(
    request: web.BaseRequest, address: Address, worlds: Worlds, log: CallLog, closing: asyncio.Event
) -> web.StreamResponse:
    """:raises NoSuchWorld: the path names a world that there is not."""
    has_body = request.body_exists
    body = await read_body(request) if has_body else b""
    began = time.perf_counter()
    exchange = worlds.handle(
        address.world,
        # By position, here and on the rest of the path: names take Python three times as long.
        Request(
            request.method,
            address.host,
            address.path,
            address.query,
            body or b"",
            request.content_length if has_body else 0,
            request.remote or "127.0.0.1",
            body is None,
        ),
        wall=wall(),
    )
    try:
        response = exchange.response
        return whole(response) if response.is_plain else await deliver(request, response, closing)
    finally:
        # Also where the client gave up waiting.
        exchange.took = (time.perf_counter() - began) * 1000
        log.note(address.world, exchange)
