"""The data plane: WeChat's own paths. An HTTP request becomes a ``Request``, a ``Response`` becomes bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx import engine
from mockwx.core.web.forms import plain
from mockwx.products.routes import LONG_POLLS
from mockwx.server.bodies import read_body
from mockwx.server.delivery import deliver, whole
from mockwx.server.error_answers import FAILURES, failed
from mockwx.server.pause import pause
from mockwx.server.real_clock import monotonic, wall
from mockwx.server.store_calls import without_waiting
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.core.web.address import Address
    from mockwx.core.wire import Request
    from mockwx.server.call_log import CallLog
    from mockwx.server.callers import Caller
    from mockwx.server.hold_waiting import HeldAnswers
    from mockwx.store.port import Store


POLL_SECONDS = 0.05
"""Between two looks for news while a long poll is held."""


async def answer(
    request: web.BaseRequest,
    caller: Caller,
    address: Address,
    worlds: Store,
    log: CallLog,
    closing: asyncio.Event,
    hold_waiting: HeldAnswers,
) -> web.StreamResponse:
    try:
        has_body = request.body_exists
        body = await read_body(request) if has_body else b""
        began = monotonic()
        user_agent = plain(request.headers.get(hdrs.USER_AGENT, ""))
        length = request.content_length if has_body else 0
        asked = caller.request(address, address.query, address.raw_query, request.method, user_agent, body, length)
        if address.path in LONG_POLLS:
            await _wait_for_news(address.world, asked, worlds, closing)
        if worlds.remote:
            exchange = await worlds.exchange(address.world, asked, wall=wall())
        else:
            exchange = worlds.handle(address.world, asked, wall=wall())
        try:
            response = exchange.response
            if response.rule is None:
                return whole(response)
            if response.held is not None:
                await hold_waiting.wait(address.world, response.held, exchange)
            return await deliver(request, response, closing)
        finally:
            # Also where the client gave up waiting.
            exchange.took = (monotonic() - began) * 1000
            if log.writes:
                log.note(address.world, exchange)
    except FAILURES as error:
        return failed(error)


async def _wait_for_news(world: str, asked: Request, worlds: Store, closing: asyncio.Event) -> None:
    """Wait as long as WeChat would: nothing is journalled and no rule is asked before the answer."""
    began = monotonic()

    def left() -> float:
        try:
            patience = worlds.run(world, lambda lent: engine.patience(lent, asked, wall()), wall=wall())
        except StoreUnavailable:
            return 0  # the answer will tell
        return began + patience / 1000 - monotonic()

    while not closing.is_set():
        rest = await without_waiting(worlds, left)
        if rest <= 0:
            return
        await pause(min(POLL_SECONDS, rest), closing)
