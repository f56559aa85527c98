"""The data plane: WeChat's own paths. An HTTP request becomes a ``Request``, a ``Response`` becomes bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx import engine
from mockwx.core.web.forms import plain
from mockwx.core.wire import Request
from mockwx.products.routes import LONG_POLLS
from mockwx.server.bodies import read_body
from mockwx.server.delivery import deliver, whole
from mockwx.server.failures import FAILURES, failed
from mockwx.server.pause import pause
from mockwx.server.store_calls import without_waiting
from mockwx.server.wall import monotonic, wall
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.core.web.address import Address
    from mockwx.server.call_log import CallLog
    from mockwx.server.held_answers import HeldAnswers
    from mockwx.store.port import Store


PLAIN_PORT = 80
POLL_SECONDS = 0.05
"""Between two looks for news while a long poll is held."""


def _at_its_own_port(request: web.BaseRequest, address: Address) -> bool:
    """Whether a client asked a host of WeChat's over plain HTTP where it takes that host to be: hosts are led here, and
    so is port 80. A base URL has another port, even under the host's name."""
    if request.secure or address.host is None or address.root or request.transport is None:
        return False
    return bool(request.transport.get_extra_info("sockname")[1] == PLAIN_PORT)


async def answer(
    request: web.BaseRequest,
    address: Address,
    worlds: Store,
    log: CallLog,
    closing: asyncio.Event,
    held_answers: HeldAnswers,
) -> web.StreamResponse:
    try:
        has_body = request.body_exists
        body = await read_body(request) if has_body else b""
        began = monotonic()
        asked = Request(
            request.method,
            address.host,
            address.path,
            address.query,
            body or b"",
            content_length=request.content_length if has_body else 0,
            client_ip=request.remote or "127.0.0.1",
            too_large=body is None,
            root=address.root,
            user_agent=plain(request.headers.get(hdrs.USER_AGENT, "")),
            origin=address.origin,
            raw_query=address.raw_query,
            untrusted=address.untrusted,
            secure=request.secure,
            plain_http=address.plain_proxied or _at_its_own_port(request, address),
        )
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
                await held_answers.wait(address.world, response.held, exchange)
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
