"""Batching: the calls of one world in one process share round trips to Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mockwx.core.world import Settings
from mockwx.store.port import StoreUnavailable
from mockwx.store.redis.cached_world import CachedWorld, WorldGone
from mockwx.store.redis.optimistic import run_transactions
from mockwx.store.redis.transaction import CallTransaction
from mockwx.store.redis.unavailable import system_error

if TYPE_CHECKING:
    from mockwx.store.redis.connection import AsyncConnection

MOST = 128
"""Calls in one batch: a script keeps Redis from everything else."""


class Batcher:
    """What comes while one batch is on its way goes with the next.

    One round trip reads for a whole batch, one writes, and its calls do not get in each other's way.
    """

    def __init__(
        self, cached: CachedWorld, connection: AsyncConnection, journal_size: int, forget: Callable[[str], object]
    ) -> None:
        """``forget`` is called with the world's name where there is no such world (any more)."""
        self.cached = cached
        self._connection = connection
        self._journal_size = journal_size
        self._forget = forget
        self._waiting: list[tuple[CallTransaction, asyncio.Future[Any]]] = []
        self._task: asyncio.Task[None] | None = None

    def begin(self, call: CallTransaction) -> asyncio.Future[Any]:
        """Its exchange, or None where it was only wanted without rules. Where Redis does not do its work, WeChat's -1.

        The future fails with WorldGone, or with whatever the call itself fails with.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((call, future))
        if self._task is None:
            self._task = asyncio.create_task(self._go())
        return future

    async def _go(self) -> None:
        try:
            while self._waiting:
                # Whoever is ready in this turn of the event loop comes along.
                await asyncio.sleep(0)
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._drive(batch)
        finally:
            self._task = None

    async def _drive(self, batch: list[tuple[CallTransaction, asyncio.Future[Any]]]) -> None:
        why: BaseException = WorldGone(self.cached.name)
        try:
            await self._connection.drive(run_transactions(self.cached, [call for call, _ in batch], self._journal_size))
        except asyncio.CancelledError:
            why = asyncio.CancelledError()
            raise
        except Exception as error:
            why = error
            if isinstance(error, WorldGone):
                self._forget(self.cached.name)
            # What is cached may be half loaded. And whoever stands behind would wait as long again, in vain.
            self.cached = CachedWorld(self.cached.name, self.cached.order)
            batch, self._waiting = batch + self._waiting, []
        finally:
            for call, future in batch:
                if not future.done():
                    self._settle(call, future, call.failure if call.done else why)

    def _settle(self, call: CallTransaction, future: asyncio.Future[Any], failure: BaseException | None) -> None:
        if isinstance(failure, StoreUnavailable):
            tracked = self.cached.tracked
            settings = tracked.world.settings if tracked is not None else Settings()
            future.set_result(system_error(settings, call.request, call.wall, str(failure)))
        elif failure is not None:
            future.set_exception(failure)
        else:
            future.set_result(call.result)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
