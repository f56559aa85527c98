"""The canary URL, ``/_mockwx/canary/NAME``: whoever asks for it followed what nobody should; the journal tells who.

It is for backends, not for testers: no token is wanted, and any host, page or method may ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.core.journal.journal import CANARY, Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.web.forms import plain
from mockwx.core.wire import Request, Response
from mockwx.server.real_clock import wall
from mockwx.server.reply import Reply
from mockwx.server.request_bodies import read_body
from mockwx.server.store_calls import run_in_world

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.core.web.address import Address
    from mockwx.core.world import World
    from mockwx.server.call_log import CallLog
    from mockwx.store.port import Store


async def answer(request: web.BaseRequest, address: Address, worlds: Store, log: CallLog) -> web.StreamResponse:
    """Nothing, with 200: an empty DTD, entity or picture."""
    body = await read_body(request)
    asked = Request(
        request.method,
        None,
        address.path,
        address.query,
        body or b"",
        client_ip=request.remote or "127.0.0.1",
        too_large=body is None,
        user_agent=plain(request.headers.get(hdrs.USER_AGENT, "")),
        origin=address.origin,
        raw_query=address.raw_query,
    )

    def note(world: World) -> Exchange:
        number = world.journal.next_number()
        reason = both(
            f"a canary URL was asked for, by {asked.user_agent[:100] or 'a client that says no name'}",
            "有人访问了诱饵地址",
        )
        exchange = Exchange(
            number, world.clock.now(wall()), CANARY, asked, Response(b"", "text/plain", number), reason=reason
        )
        world.journal.append(exchange)
        return exchange

    exchange = await run_in_world(worlds, address.world, note)
    if log.writes:
        log.note(address.world, exchange)
    return Reply(b"", "text/plain", 200, str(exchange.number))
