"""A pause that ends early where an event comes: the server closes, or what was waited for is there."""

from __future__ import annotations

import asyncio


async def pause(seconds: float, event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
