"""The journal as it goes on: server-sent events with a cursor, so that whoever comes back misses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from aiohttp import hdrs
from aiohttp.web_response import StreamResponse
from msgspec import Struct, field

from mockwx.control.answer import ControlError
from mockwx.core.journal.entries import entry
from mockwx.core.text.bilingual import both
from mockwx.core.text.chinese_reasons import reason_text
from mockwx.server.store_calls import run_in_world
from mockwx.store.port import NoSuchWorld, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp import web

    from mockwx.core.journal.journal import Exchange
    from mockwx.core.world import World
    from mockwx.server.call_log import CallLog
    from mockwx.store.port import Store

LOOK_SECONDS = 0.5
"""Between two looks at what nobody tells of: calls that hang, and those that another server of this store answered."""
STILL_SECONDS = 15.0
"""After so long without news a comment goes out, so that both ends notice when the other is gone."""
MOST_AT_ONCE = 200
"""Entries in one write; others are served between two."""
_CURSOR = re.compile(r"(?P<epoch>[0-9a-z-]{1,60})\.(?P<number>[0-9]{1,15})", re.ASCII)


class _Watch(Struct, eq=False, gc=False):
    """One who watches a world, and what happened since the last look."""

    world: str
    news: asyncio.Event = field(default_factory=asyncio.Event)
    completed: list[Exchange] = field(default_factory=list)
    is_changed: bool = False


class _Seen(NamedTuple):
    """One look at a journal."""

    epoch: str
    """Another one where numbers began anew, or entries were forgotten by wish."""
    is_anew: bool
    """Whether it is another journal than the watcher knows."""
    entries: list[Exchange]


class Watching:
    """Tells those who watch a world of its calls, and of what the control plane changed in it."""

    def __init__(self, worlds: Store, log: CallLog, closing: asyncio.Event) -> None:
        self._worlds = worlds
        self._log = log
        self._closing = closing
        self._watches: set[_Watch] = set()
        self._run = secrets.token_hex(4)
        """Tells the journals of this server from those of an earlier one."""

    def changed(self, world: str) -> None:
        """Something else than its journal: a rule, the clock, a person."""
        for watch in self._of(world):
            watch.is_changed = True
            watch.news.set()

    def completed(self, world: str, exchange: Exchange) -> None:
        """All is known of it now; it may have been told of before."""
        for watch in self._of(world):
            watch.completed.append(exchange)
            watch.news.set()

    def _of(self, world: str) -> Iterator[_Watch]:
        return (watch for watch in self._watches if watch.world == world)

    async def stream(self, request: web.BaseRequest, world: str, cursor: str | None) -> StreamResponse:
        """Events: ``calls`` are entries, new or now complete, a list. ``anew``: the entries that were known are gone.
        ``lost``: so many were gone before they could be told. ``changed``: ask again for what else is shown.

        ``cursor``, or the header ``Last-Event-ID``, is the id of the last event that arrived; without it all entries
        come.

        :raises ControlError: the cursor is none.
        :raises NoSuchWorld: there is no such world.
        """
        teller = _Teller(self._run, *_parse_cursor(request.headers.get("Last-Event-ID") or cursor))
        seen = await self._look(world, teller)
        response = StreamResponse(
            headers={hdrs.CONTENT_TYPE: "text/event-stream; charset=utf-8", hdrs.CACHE_CONTROL: "no-store"}
        )
        watch = _Watch(world)
        if not self._watches:
            self._log.watch(self.completed)
        self._watches.add(watch)
        try:
            await response.prepare(request)
            await response.write(b": mockwx\n\n")
            with contextlib.suppress(ConnectionError, NoSuchWorld, StoreUnavailable):
                await self._tell(response, watch, teller, seen)
        finally:
            self._watches.discard(watch)
            if not self._watches:
                self._log.unwatch(self.completed)
        return response

    async def _tell(self, response: StreamResponse, watch: _Watch, teller: _Teller, seen: _Seen) -> None:
        """Until the watcher leaves, the world is dropped or the server ends."""
        loop = asyncio.get_running_loop()
        last_word = loop.time()
        while not self._closing.is_set():
            completed, watch.completed, is_changed, watch.is_changed = watch.completed, [], watch.is_changed, False
            watch.news.clear()
            for event in teller.events(seen, completed, is_changed=is_changed):
                await response.write(event)
                last_word = loop.time()
            if loop.time() - last_word > STILL_SECONDS:
                await response.write(b": still here\n\n")
                last_word = loop.time()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(watch.news.wait(), LOOK_SECONDS)
            seen = await self._look(watch.world, teller)

    async def _look(self, world: str, teller: _Teller) -> _Seen:
        return await run_in_world(self._worlds, world, teller.look)


class _Teller:
    """What one watcher knows already."""

    def __init__(self, run: str, epoch: str | None, last: int) -> None:
        self._run = run
        self._epoch = epoch
        self._last = last
        self._last_at: int | None = None
        """When the last one was; another exchange of its number is of another journal."""

    def look(self, world: World) -> _Seen:
        """Everything from the last entry that was told on: were it not there, some would be missing."""
        journal, state = world.journal, world.journal.state()
        epoch = "shared" if state is None else f"{self._run}-{state.journal:x}-{state.cleared}"
        known = epoch == self._epoch
        entries = journal.after(self._last - 1 if known else 0)
        if state is None and known and self._last and not self._goes_on(entries):
            # Nobody here knows why the last one is gone; a server beside this one has begun the world anew, or cleared.
            return _Seen("shared", is_anew=True, entries=journal.after(0))
        return _Seen(epoch, is_anew=not known, entries=entries)

    def _goes_on(self, entries: list[Exchange]) -> bool:
        return bool(entries) and (
            entries[0].number != self._last or self._last_at is None or entries[0].at == self._last_at
        )

    def events(self, seen: _Seen, completed: list[Exchange], *, is_changed: bool) -> Iterator[bytes]:
        if seen.is_anew:
            if self._epoch is not None:
                yield _event("anew", {}, f"{seen.epoch}.0")
            self._epoch, self._last = seen.epoch, 0
        if is_changed:
            yield _event("changed", {})
        again = [exchange for exchange in completed if exchange.number <= self._last]
        for start in range(0, len(again), MOST_AT_ONCE):
            yield _event("calls", [_told(exchange) for exchange in again[start : start + MOST_AT_ONCE]])
        fresh = [exchange for exchange in seen.entries if exchange.number > self._last]
        if fresh and self._last and len(fresh) == len(seen.entries):
            yield _event("lost", {"entries": fresh[0].number - self._last - 1})
        for start in range(0, len(fresh), MOST_AT_ONCE):
            part = fresh[start : start + MOST_AT_ONCE]
            self._last, self._last_at = part[-1].number, part[-1].at
            yield _event("calls", [_told(exchange) for exchange in part], f"{self._epoch}.{self._last}")


def _told(exchange: Exchange) -> dict[str, Any]:
    """As the journal tells it, but with sentences in both languages: it is people who watch."""
    shown = entry(exchange)
    if exchange.reason is not None:
        shown["reason"] = str(reason_text(exchange.reason))
    shown["rules"] = [{**trace, "why": str(reason_text(trace["why"]))} for trace in shown["rules"]]
    return shown


def _event(name: str, data: Any, cursor: str | None = None) -> bytes:
    # One line: JSON has no line break that is not written as an escape.
    text = json.dumps(data, ensure_ascii=False, default=str)
    head = "" if cursor is None else f"id: {cursor}\n"
    return f"{head}event: {name}\ndata: {text}\n\n".encode("utf-8", "replace")


def _parse_cursor(text: str | None) -> tuple[str | None, int]:
    if not text:
        return None, 0
    cursor = _CURSOR.fullmatch(text)
    if cursor is None:
        raise ControlError(
            both(
                f"{text[:80]!r} is no cursor: it is the id of an event of this stream",
                f"{text[:80]!r} 不是游标：游标是此事件流中某个事件的 id",
            ),
            "cursor",
        )
    return cursor["epoch"], int(cursor["number"])
