"""Worlds: all worlds of one server, each by its name and behind one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from mockwx import engine
from mockwx.core.clock import Clock
from mockwx.core.journal import Exchange, RingJournal
from mockwx.core.wire import Request
from mockwx.core.words import both, unknown
from mockwx.core.world import World
from mockwx.scenario.build import build
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory import MemoryTables

T = TypeVar("T")

DEFAULT = ""
"""The name of the world that is meant where none is named."""
MOST_WORLDS = 10_000


class NoSuchWorld(LookupError):
    """Its text says which worlds there are."""


class TooManyWorlds(ValueError):
    """Worlds are bounded, so that a forgetful client does not eat the machine's memory."""


class _Kept:
    __slots__ = ("made", "scenario", "series", "tables", "world")

    def __init__(self, scenario: Scenario, series: str) -> None:
        self.scenario = scenario
        self.series = series
        self.made: dict[str, int] = {}
        """How many worlds were made of each series."""
        self.tables: MemoryTables
        self.world: World


class Worlds:
    """Safe to use from any thread: a test's own thread and the server's meet here."""

    def __init__(self, *, journal_size: int = 10_000) -> None:
        self._journal_size = journal_size
        self._worlds: dict[str, _Kept] = {}
        self._lock = threading.RLock()

    def put(
        self, name: str, scenario: Scenario, *, wall: int, series: str | None = None, outlived: bool = False
    ) -> World:
        """Make a world, or begin it anew with another scenario.

        ``series`` tells its codes and keys apart from those of its like; the clock's first instant by default.
        ``outlived``: one backend lives through both worlds, so what it may rightly have kept stays true: access
        tokens live on, and the clock does not go back.
        """
        with self._lock:
            if name not in self._worlds and len(self._worlds) >= MOST_WORLDS:
                raise TooManyWorlds(
                    both(
                        f"there are {MOST_WORLDS} worlds already; DELETE /_mockwx/worlds/NAME frees one",
                        f"已有 {MOST_WORLDS} 个 world；请用 DELETE /_mockwx/worlds/NAME 删除不用的",
                    )
                )
            if series is None:
                series = str(wall if scenario.start is None else scenario.start)
            former = self._worlds.get(name)
            kept = _Kept(scenario, series)
            if former is not None:
                kept.made = former.made
            self._renew(kept, wall)
            if former is not None and outlived:
                _outlive(kept.world, former.world, wall)
            self._worlds[name] = kept
            return kept.world

    def reset(self, name: str, *, wall: int) -> World:
        """Back to the scenario's first state; only codes, keys and tokens are new ones."""
        with self._lock:
            kept = self._kept(name)
            self._renew(kept, wall)
            return kept.world

    def scenario(self, name: str) -> Scenario:
        return self._kept(name).scenario

    def drop(self, name: str) -> None:
        with self._lock:
            self._kept(name)
            del self._worlds[name]

    def names(self) -> list[str]:
        return list(self._worlds)

    def run(self, name: str, work: Callable[[World], T], *, wall: int) -> T:
        """Lend a world to ``work``, alone."""
        with self._lock:
            kept = self._kept(name)
            kept.tables.sweep(kept.world.clock.now(wall))
            return work(kept.world)

    def handle(self, name: str, request: Request, *, wall: int) -> Exchange:
        """One call of the data plane."""
        with self._lock:
            kept = self._kept(name)
            exchange = engine.handle(kept.world, request, wall)
            kept.tables.sweep(exchange.at)
            return exchange

    def _kept(self, name: str) -> _Kept:
        kept = self._worlds.get(name)
        if kept is None:
            raise NoSuchWorld(unknown("world", " world ", name, [each for each in self._worlds if each]))
        return kept

    def _renew(self, kept: _Kept, wall: int) -> None:
        kept.tables = MemoryTables()
        # A backend may outlive the world and must not meet one of its codes again.
        made = kept.made.get(kept.series, 0)
        series = f"{kept.series}/{made}" if made else kept.series
        kept.made[kept.series] = made + 1
        journal = RingJournal(self._journal_size)
        kept.world = build(kept.scenario, kept.tables, journal, wall=wall, series=series)


def _outlive(world: World, former: World, wall: int) -> None:
    now = former.clock.now(wall)
    clock = world.clock
    if clock.now(wall) < now:
        world.clock = Clock.starting(now, wall, frozen=clock.frozen)
    world.tokens.keep_from(former.tokens, now)
    world.corps.keep_from(former.corps, now)
