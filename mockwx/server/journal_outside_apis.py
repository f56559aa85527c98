"""What belongs to no api and still stands in the journal: tunnels, refused connections, held calls that stayed few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.core.journal.journal import Exchange
from mockwx.core.wire import Request, Response
from mockwx.server.real_clock import wall

if TYPE_CHECKING:
    from mockwx.core.world import World


def journal_outside_apis(
    world: World, method: str, target: str, *, fault: str, reason: str, status: int = 0
) -> Exchange:
    """``fault``: what happened, in a few words; ``status`` 0: no HTTP was spoken."""
    exchange = Exchange(
        number=world.journal.next_number(),
        at=world.clock.now(wall()),
        api=None,
        request=Request(method, None, target, {}),
        response=Response(b"", "", status=status),
        errcode=None,
        fault=fault,
        reason=reason,
    )
    world.journal.append(exchange)
    return exchange
