"""Batching: the calls of one world in one process share round trips to Redis."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mockwx.store.redis.cached_world import CachedWorld, WorldGone
from mockwx.store.redis.optimistic import run_transactions
from mockwx.store.redis.transaction import Transaction

if TYPE_CHECKING:
    from mockwx.store.redis.connection import AsyncConnection

MOST = 128
"""Calls in one batch: a script keeps Redis from everything else."""


class Batcher:
    """What comes while one batch is on its way goes with the next.

    One round trip reads for a whole batch, one writes, and its calls do not get in each other's way.
    """

    def __init__(self, cached: CachedWorld, connection: AsyncConnection, journal_size: int) -> None:
        self.cached = cached
        self._connection = connection
        self._journal_size = journal_size
        self._waiting: list[tuple[Transaction, asyncio.Future[Any]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, transaction: Transaction) -> Any:
        """:raises StoreUnavailable:
        :raises WorldGone: there is no such world.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((transaction, future))
        if self._task is None:
            self._task = asyncio.create_task(self._go())
        return await future

    async def _go(self) -> None:
        try:
            while self._waiting:
                # Whoever is ready in this turn of the event loop comes along.
                await asyncio.sleep(0)
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._drive(batch)
        finally:
            self._task = None

    async def _drive(self, batch: list[tuple[Transaction, asyncio.Future[Any]]]) -> None:
        why: BaseException = WorldGone(self.cached.name)
        try:
            await self._connection.drive(
                run_transactions(self.cached, [transaction for transaction, _ in batch], self._journal_size)
            )
        except asyncio.CancelledError:
            why = asyncio.CancelledError()
            raise
        except Exception as error:
            why = error
            # What is cached may be half loaded. And whoever stands behind would wait as long again, in vain.
            self.cached = CachedWorld(self.cached.name, self.cached.order)
            batch, self._waiting = batch + self._waiting, []
        finally:
            for transaction, future in batch:
                if future.done():
                    continue
                if not transaction.done:
                    future.set_exception(why)
                elif transaction.failure is not None:
                    future.set_exception(transaction.failure)
                else:
                    future.set_result(transaction.result)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
