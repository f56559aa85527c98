"""Waiting for calls: looks at the journal again until there are enough, or the time is up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mockwx.control.answer import ControlAnswer
from mockwx.core.journal.journal import JournalState
from mockwx.core.text.bilingual import both
from mockwx.store.port import NoSuchWorld

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from mockwx.control.control_routes import ControlPlane

POLL_SECONDS = 0.01
"""Between two looks at the journal."""
WAITERS_PER_POLL = 20
"""Where more wait at once, each of them looks less often, and calls go on between."""


class _Waiters:
    """Who waits in this process."""

    def __init__(self) -> None:
        self._number = 0

    def __enter__(self) -> None:
        self._number += 1

    def __exit__(self, *_: object) -> None:
        self._number -= 1

    @property
    def pause(self) -> float:
        return POLL_SECONDS * (1 + self._number // WAITERS_PER_POLL)


_WAITERS = _Waiters()


async def until_enough(
    answer: ControlAnswer,
    query: Mapping[str, str],
    ask: Callable[[Mapping[str, str]], Awaitable[ControlAnswer]],
    look: Callable[[], JournalState | None],
) -> ControlAnswer:
    """Ask ``query`` again, after a first ``answer``, until it has enough; 408 with what there is in the end.

    Once all of a journal was looked through, only what is new in it is asked for. ``look`` tells None where nobody here
    knows, as of a store that others write to.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + answer.json["timeout_ms"] / 1000
    seen: JournalState | None = None
    with _WAITERS:
        while not answer.json["enough"]:
            if (left := until - loop.time()) <= 0:
                what = both("the time is up, and there were fewer calls than wanted", "已超时，调用次数少于期望")
                return ControlAnswer({"error": what, "where": "count", **answer.json}, 408)
            await asyncio.sleep(min(_WAITERS.pause, max(left, POLL_SECONDS)))
            now = look()
            if now is None or seen is None or now[:2] != seen[:2]:
                answer = await ask(query)
            elif now.last != seen.last:
                answer = _together(answer, await ask(_since(query, seen.last)), int(query.get("count", "1")))
            seen = now
    return answer


def _since(query: Mapping[str, str], number: int) -> dict[str, str]:
    return {**query, "since": str(max(number, int(query.get("since", "0"))))}


def _together(former: ControlAnswer, new: ControlAnswer, count: int) -> ControlAnswer:
    entries = [*former.json["entries"], *new.json["entries"]]
    return ControlAnswer({**new.json, "entries": entries, "enough": len(entries) >= count})


def state_of(plane: ControlPlane, world: str) -> JournalState | None:
    if plane.worlds.remote:
        return None

    try:
        return plane.worlds.run(world, lambda lent: lent.journal.state(), wall=plane.wall())
    except NoSuchWorld:
        return None  # whoever asks is told
