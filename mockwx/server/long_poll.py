"""A long poll of the page with WeChat's QR code: held until there is news, or as long as WeChat holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx import engine
from mockwx.server.pause import pause
from mockwx.server.real_clock import monotonic, wall
from mockwx.server.store_calls import without_waiting
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    import asyncio

    from mockwx.core.wire import Request
    from mockwx.store.port import Store


POLL_SECONDS = 0.05
"""Between two looks for news."""


async def wait_for_news(world: str, asked: Request, worlds: Store, closing: asyncio.Event) -> None:
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
