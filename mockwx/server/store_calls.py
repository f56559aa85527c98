"""Store calls from the event loop: at once where worlds are in memory, from a thread where the store is remote."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mockwx.server.real_clock import wall

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.core.world import World
    from mockwx.store.port import Store

T = TypeVar("T")


async def without_waiting(store: Store, ask: Callable[[], T]) -> T:
    """What ``ask`` gets from the store, while other calls go on."""
    return await asyncio.to_thread(ask) if store.remote else ask()


async def run_in_world(store: Store, world: str, work: Callable[[World], T]) -> T:
    """As the store's ``run``, now.

    :raises NoSuchWorld: it was dropped meanwhile, or never was.
    :raises StoreUnavailable: the store cannot be asked now.
    """
    return await without_waiting(store, partial(store.run, world, work, wall=wall()))
