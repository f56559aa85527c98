"""Lane: the calls of one world in one process. What comes while one batch is on its way goes with the next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mockwx.store.redis.jobs import Job
from mockwx.store.redis.steps import Gone, Known, carry_out

if TYPE_CHECKING:
    from mockwx.store.redis.line import AsyncLine

MOST = 128
"""Calls in one batch: a script keeps Redis from everything else."""


class Lane:
    """One round trip reads for a whole batch, one writes, and its calls do not get in each other's way."""

    def __init__(self, known: Known, line: AsyncLine, journal_size: int) -> None:
        self.known = known
        self._line = line
        self._journal_size = journal_size
        self._waiting: list[tuple[Job, asyncio.Future[Any]]] = []
        self._task: asyncio.Task[None] | None = None
        self.used = False
        """Since somebody last looked."""

    async def do(self, job: Job) -> Any:
        """:raises Away:
        :raises Gone: there is no such world.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        self.used = True
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

    async def _drive(self, batch: list[tuple[Job, asyncio.Future[Any]]]) -> None:
        why: BaseException = Gone(self.known.name)
        try:
            await self._line.drive(carry_out(self.known, [job for job, _ in batch], self._journal_size))
        except asyncio.CancelledError:
            why = asyncio.CancelledError()
            raise
        except Exception as error:
            why = error
            # What is known may be half known. And whoever stands behind would wait as long again, in vain.
            self.known = Known(self.known.name, self.known.places)
            batch, self._waiting = batch + self._waiting, []
        finally:
            for job, future in batch:
                if future.done():
                    continue
                if not job.done:
                    future.set_exception(why)
                elif job.failure is not None:
                    future.set_exception(job.failure)
                else:
                    future.set_result(job.result)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
