"""MemoryWorlds: all worlds of one server, in its memory, each by its name and behind one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mockwx import engine
from mockwx.core.clock import DAY, HOUR, MINUTE
from mockwx.core.journal.journal import Exchange, RingJournal
from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.products.shared.settled import Settled
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.store import port as store
from mockwx.store.carry_over import carry_over
from mockwx.store.memory.tables import MemoryTables
from mockwx.store.port import DEFAULT, NoSuchWorld, TooManyWorlds

if TYPE_CHECKING:
    import asyncio

    from mockwx.store.snapshot import Snapshot

__all__ = ["DEFAULT", "MemoryWorlds", "NoSuchWorld", "TooManyWorlds"]

T = TypeVar("T")

IDLE_LIFE = 7 * DAY
"""Real milliseconds after which a world that nobody uses goes, as it leaves Redis: CI jobs that were killed leave some
behind. The default world stays."""
IDLE_AT_MOST = HOUR
"""Where there are as many worlds as there may be, one that nobody has used for so long makes room for a new one."""
MOST_BYTES = 1 << 30
"""Of all bodies in the journals of all worlds; where there are more, those go that nobody has used for longest."""
BUSY = MINUTE
"""A world that was used within so long is not taken away for its size."""
MOST_REMEMBERED = 1000
"""Names of worlds that went by themselves, to tell those who ask for one."""
RESTORED = "restored"
"""What restored worlds are counted as, beside the series."""


class _MemoryWorld:
    __slots__ = ("journal", "made", "scenario", "series", "tables", "used", "world")

    def __init__(self, scenario: Scenario, series: str, wall: int) -> None:
        self.scenario = scenario
        self.used = wall
        """When somebody asked for it last, in real milliseconds."""
        self.series = series
        self.made: dict[str, int] = {}
        """How many worlds were made of each series."""
        self.journal: RingJournal
        self.tables: MemoryTables
        self.world: World


class MemoryWorlds:
    """Safe to use from any thread: a test's own thread and the server's meet here."""

    remote = False

    def __init__(self, *, journal_size: int = 10_000) -> None:
        self._journal_size = journal_size
        self._weigh_at = 0
        """When the journals of all worlds are weighed next, in real milliseconds."""
        self._worlds: dict[str, _MemoryWorld] = {}
        self._gone: dict[str, None] = {}
        """Worlds that nobody used and that went by themselves, the last ones."""
        self._lock = threading.RLock()

    def put(
        self,
        name: str,
        scenario: Scenario,
        *,
        wall: int,
        series: str | None = None,
        outlived: bool = False,
        keep_clock: bool = True,
    ) -> World:
        """Make a world, or begin it anew with another scenario.

        ``series`` tells its codes and keys apart from those of its like; the clock's first instant by default.
        ``outlived``: one backend lives through both worlds, so what it may rightly have kept stays true: access
        tokens live on, and the clock does not go back. Without ``keep_clock`` it shows what the scenario says all the
        same, and tokens that nothing put an end to begin their life anew.
        """
        with self._lock:
            if series is None:
                series = str(wall if scenario.start is None else scenario.start)
            former = self._worlds.get(name)
            kept = _MemoryWorld(scenario, series, wall)
            if former is not None:
                kept.made = former.made
            self._renew(kept, wall)
            if former is not None and outlived:
                carry_over(kept.world, former.world, wall, keep_clock=keep_clock)
            self._add(name, kept)
            return kept.world

    def reset(self, name: str, *, wall: int) -> World:
        """Back to the scenario's first state; only codes, keys and tokens are new ones."""
        with self._lock:
            kept = self._kept(name)
            self._renew(kept, wall)
            return kept.world

    def snapshot(self, name: str, *, wall: int) -> Snapshot:
        from mockwx.store.origin import WorldOrigin
        from mockwx.store.snapshot import Snapshot

        with self._lock:
            kept = self._kept(name)
            rows = kept.tables.rows()
            origin = WorldOrigin(kept.world.settings, kept.series, kept.scenario, tuple(rows))
            return Snapshot(origin, kept.world.clock.now(wall), kept.journal.last, rows, tuple(kept.journal))

    def restore(self, name: str, snapshot: Snapshot, *, wall: int) -> World:
        with self._lock:
            former = self._worlds.get(name)
            kept = _MemoryWorld(snapshot.origin.scenario, snapshot.origin.series, wall)
            kept.made = {} if former is None else former.made
            nth = kept.made.get(RESTORED, 0) + 1
            kept.tables = MemoryTables()
            kept.journal = RingJournal(self._journal_size, snapshot.numbers)
            kept.world = World(kept.tables, snapshot.renewed(nth).settings, kept.journal)
            for table, rows in snapshot.tables.items():
                opened = kept.tables(table, object)
                for row in rows:
                    opened.put(row.key, row.value, row.expires_at, fading=row.fading)
            for exchange in snapshot.exchanges:
                kept.journal.append(exchange)
            snapshot.revived(kept.world, wall)
            self._add(name, kept)
            kept.made[RESTORED] = nth
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
            kept.used = wall
            kept.tables.sweep(kept.world.clock.now(wall))
            return work(kept.world)

    def handle(self, name: str, request: Request, *, wall: int) -> Exchange:
        """One call of the data plane."""
        with self._lock:
            return self._handle(self._worlds.get(name) or self._kept(name), request, wall)

    def handle_if_no_rules(
        self, name: str, request: Request, *, wall: int, settled: Settled | None = None
    ) -> Exchange | None:
        with self._lock:
            kept = self._worlds.get(name)
            return None if kept is None or kept.world.rules.all() else self._handle(kept, request, wall, settled)

    def _handle(self, kept: _MemoryWorld, request: Request, wall: int, settled: Settled | None = None) -> Exchange:
        kept.used = wall
        if wall >= self._weigh_at:
            self._drop_heavy(wall)
        exchange = engine.handle(kept.world, request, wall, settled)
        tables = kept.tables
        if not tables.swept_from <= exchange.at < tables.swept_until:
            tables.sweep(exchange.at)
        return exchange

    def begin_if_no_rules(self, name: str, request: Request, *, wall: int) -> asyncio.Future[Exchange | None]:
        """Never here: memory need not be waited for."""
        raise NotImplementedError

    async def exchange(self, name: str, request: Request, *, wall: int) -> Exchange:
        return self.handle(name, request, wall=wall)

    def tend(self, *, wall: int) -> None:
        """Each call sweeps its own world."""

    async def close(self) -> None:
        """Nothing is open."""

    def _add(self, name: str, kept: _MemoryWorld) -> None:
        if name not in self._worlds:
            self._drop_idle(kept.used)
            self._drop_heavy(kept.used)
            if len(self._worlds) >= store.MOST_WORLDS:
                raise TooManyWorlds
        self._worlds[name] = kept
        self._gone.pop(name, None)

    def _drop_idle(self, wall: int) -> None:
        """Called where a world is made, so that they do not pile up."""
        is_full = len(self._worlds) >= store.MOST_WORLDS
        idle_since = wall - (IDLE_AT_MOST if is_full else IDLE_LIFE)
        idle = sorted((kept.used, name) for name, kept in self._worlds.items() if kept.used <= idle_since)
        for used, name in idle:
            if name == DEFAULT or (used > wall - IDLE_LIFE and len(self._worlds) < store.MOST_WORLDS):
                continue
            self._forget(name)

    def _drop_heavy(self, wall: int) -> None:
        """The bodies in all journals stay below a bound, as far as worlds are idle; looked at once a minute."""
        self._weigh_at = wall + MINUTE
        total = sum(kept.journal.body_bytes for kept in self._worlds.values())
        if total <= MOST_BYTES:
            return
        for used, name in sorted((kept.used, name) for name, kept in self._worlds.items()):
            held = self._worlds[name].journal.body_bytes
            if total <= MOST_BYTES or used > wall - BUSY:
                return
            if name != DEFAULT and held:
                self._forget(name)
                total -= held

    def _forget(self, name: str) -> None:
        """The world goes by itself; whoever asks for it is told."""
        del self._worlds[name]
        self._gone[name] = None
        while len(self._gone) > MOST_REMEMBERED:
            del self._gone[next(iter(self._gone))]

    def _kept(self, name: str) -> _MemoryWorld:
        kept = self._worlds.get(name)
        if kept is None:
            raise NoSuchWorld.idle(name) if name in self._gone else NoSuchWorld.among(name, self.names())
        return kept

    def _renew(self, kept: _MemoryWorld, wall: int) -> None:
        kept.tables = MemoryTables()
        # A backend may carry_over the world and must not meet one of its codes again.
        made = kept.made.get(kept.series, 0)
        series = f"{kept.series}/{made}" if made else kept.series
        kept.made[kept.series] = made + 1
        kept.journal = RingJournal(self._journal_size)
        kept.world = build(kept.scenario, kept.tables, kept.journal, wall=wall, series=series)
