"""The data plane: WeChat's own paths. An HTTP request becomes a ``Request``, a ``Response`` becomes bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.core.web.forms import plain
from mockwx.products.route_lookup import LONG_POLLS
from mockwx.server.aiohttp_server import seconds_waited
from mockwx.server.delivery import deliver, whole
from mockwx.server.error_answers import FAILURES, failed
from mockwx.server.long_poll import wait_for_news
from mockwx.server.real_clock import monotonic, wall
from mockwx.server.request_bodies import read_body

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.core.web.address import Address
    from mockwx.server.call_log import CallLog
    from mockwx.server.callers import Caller
    from mockwx.server.held_by_rules import HeldAnswers
    from mockwx.store.port import Store


async def answer(
    request: web.BaseRequest,
    caller: Caller,
    address: Address,
    worlds: Store,
    log: CallLog,
    closing: asyncio.Event,
    held: HeldAnswers,
) -> web.StreamResponse:
    try:
        has_body = request.body_exists
        body = await read_body(request) if has_body else b""
        began = monotonic()
        user_agent = plain(request.headers.get(hdrs.USER_AGENT, ""))
        length = request.content_length if has_body else 0
        asked = caller.request(address, address.query, address.raw_query, request.method, user_agent, body, length)
        if address.path in LONG_POLLS:
            await wait_for_news(address.world, asked, worlds, closing)
        if worlds.remote:
            exchange = await worlds.exchange(address.world, asked, wall=wall())
        else:
            exchange = worlds.handle(address.world, asked, wall=wall())
        try:
            response = exchange.response
            if response.rule is None:
                return whole(response)
            if response.held is not None:
                await held.wait(address.world, response.held, exchange)
            return await deliver(request, response, closing)
        finally:
            # Also where the client gave up waiting.
            exchange.took = seconds_waited(request, began) * 1000
            if log.writes:
                log.note(address.world, exchange)
    except FAILURES as error:
        return failed(error)
