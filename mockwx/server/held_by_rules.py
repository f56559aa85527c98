"""Held by rules: answers that wait until as many calls are there as a rule's ``hold`` wants; nothing else waits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import spell_duration
from mockwx.core.wire import Held
from mockwx.server.journal_outside_apis import journal_outside_apis
from mockwx.server.pause import pause
from mockwx.server.real_clock import monotonic
from mockwx.server.store_calls import run_in_world
from mockwx.store.port import NoSuchWorld, Store, StoreUnavailable

if TYPE_CHECKING:
    from mockwx.core.world import World
    from mockwx.server.call_log import CallLog

POLL_SECONDS = 0.05
"""Between two looks for calls that came to another process, and for rules that are gone."""


class HeldAnswers:
    """Of one process. Those whose last call comes to it go out in the same turn of the event loop."""

    def __init__(self, worlds: Store, log: CallLog, closing: asyncio.Event) -> None:
        self._worlds = worlds
        self._log = log
        self._closing = closing
        # An event lives as long as somebody waits for it.
        self._complete: WeakValueDictionary[tuple[str, str, int], asyncio.Event] = WeakValueDictionary()

    async def wait(self, world: str, held: Held, exchange: Exchange) -> None:
        """Until all are there, the limit has passed, the rule is gone or the server closes."""
        if held.is_last:
            if (complete := self._complete.get((world, held.key, held.number))) is not None:
                complete.set()
            return
        complete = self._complete.setdefault((world, held.key, held.number), asyncio.Event())
        until = monotonic() + held.left / 1000
        while not complete.is_set() and not self._closing.is_set():
            left = until - monotonic()
            if left <= 0:
                await self._give_up(world, held, exchange)
                complete.set()
                return
            await pause(min(POLL_SECONDS, left), complete)
            try:
                if not await run_in_world(self._worlds, world, lambda lent: lent.rules.gatherings.is_open(held)):
                    return
            except (NoSuchWorld, StoreUnavailable):
                return

    async def _give_up(self, world: str, held: Held, exchange: Exchange) -> None:
        def give_up(lent: World) -> Exchange | None:
            arrived = lent.rules.gatherings.give_up(held)
            if arrived is None:
                return None
            return journal_outside_apis(
                lent,
                "HOLD",
                f"rule {exchange.response.rule}",
                fault="not all came",
                reason=both(
                    f"#{exchange.number} was held for {spell_duration(held.left)}, and {arrived} of {held.calls} "
                    "calls came; their answers go out now",
                    f"#{exchange.number} 等了 {spell_duration(held.left)}，{held.calls} 次调用只来了 {arrived} 次；"
                    "现在放行",
                ),
            )

        try:
            note = await run_in_world(self._worlds, world, give_up)
        except (NoSuchWorld, StoreUnavailable):
            return
        if note is not None and self._log.writes:
            self._log.note(world, note)
