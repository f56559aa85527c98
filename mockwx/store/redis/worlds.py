"""RedisWorlds: all worlds of a Redis, as the server and the control plane know worlds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from mockwx.core.clock import MINUTE
from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.products.shared.settled import Settled
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.store import port as store
from mockwx.store.carry_over import carry_over
from mockwx.store.memory import worlds as memory
from mockwx.store.memory.worlds import BUSY, IDLE_AT_MOST, MOST_REMEMBERED, RESTORED
from mockwx.store.origin import WorldOrigin, same_scenario
from mockwx.store.port import NoSuchWorld, StoreUnavailable, TooManyWorlds
from mockwx.store.redis import keys
from mockwx.store.redis.batching import Batcher
from mockwx.store.redis.cached_world import CachedWorld, ScriptCall, ScriptCalls, WorldGone
from mockwx.store.redis.connection import AsyncConnection, Connection, store_errors
from mockwx.store.redis.creation import NewWorld
from mockwx.store.redis.optimistic import run_transactions, take_snapshot
from mockwx.store.redis.tracked import InsertionOrder
from mockwx.store.redis.transaction import CallTransaction, Transaction
from mockwx.store.snapshot import Snapshot

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

IDLE = 100
"""So many worlds are remembered between two control calls."""


class OtherFormat(StoreUnavailable):
    """Another version of mockwx has written what lies in Redis."""


class RedisWorlds:
    """Many servers may have one each for the same Redis: they are one WeChat."""

    remote = True

    def __init__(self, url: str, *, journal_size: int = 10_000) -> None:
        """Asks nothing yet.

        :raises ValueError: that is no URL of a Redis.
        """
        self._url = url
        self._journal_size = journal_size
        self._connection = Connection(url)
        self._async: AsyncConnection | None = None
        self._batchers: dict[str, Batcher] = {}
        self._idle: dict[str, CachedWorld] = {}
        self._used = {store.DEFAULT}
        self._gone: set[str] = set()
        """Worlds that went by themselves, as of the last time that room was made."""
        self._order = InsertionOrder()

    def check(self) -> None:
        """:raises StoreUnavailable: nobody answers, or not as a Redis.
        :raises OtherFormat:
        """
        with store_errors():
            self._connection.client.setnx(keys.FORMAT_KEY, keys.FORMAT)
            stored_format = self._connection.client.get(keys.FORMAT_KEY)
        if stored_format != keys.FORMAT.encode():
            other_format = (
                stored_format.decode("utf-8", "replace") if isinstance(stored_format, bytes) else repr(stored_format)
            )
            raise OtherFormat(
                both(
                    f"this Redis holds worlds of another mockwx (format {other_format}, not {keys.FORMAT}): use that "
                    "version, another database (redis://HOST/1), or delete the keys mockwx:*",
                    f"此 Redis 中是另一版本 mockwx 的数据（格式 {other_format}，本版本为 {keys.FORMAT}）："
                    "请用对应版本、换一个库（redis://HOST/1），或删除 mockwx:* 的键",
                )
            )

    # Worlds

    def put(
        self,
        name: str,
        scenario: Scenario,
        *,
        wall: int,
        series: str | None = None,
        outlived: bool = False,
        keep_clock: bool = True,
        join: bool = False,
    ) -> bool:
        """As in memory; for all servers. With ``join`` a world that is there stays as it is: False."""
        if series is None:
            series = str(wall if scenario.start is None else scenario.start)
        is_there = self._is_there(name)
        if is_there and join:
            self._used.add(name)
            return False
        if not is_there:
            self._refuse_too_many()
        with store_errors():
            made = int(self._connection.client.hincrby(keys.made(name), series, 1)) - 1
        series_here = f"{series}/{made}" if made else series
        build_new = partial(_build_new, self._order, scenario, wall, series_here, keep_clock)
        new: NewWorld = self.run(name, build_new, wall=wall) if is_there and outlived else build_new(None)
        origin = WorldOrigin(new.settings, series, scenario, tuple(new.tracked.tables))
        self._used.add(name)
        return self._begin(name, new, origin, join=join)

    def join(self, name: str, scenario: Scenario, *, wall: int, series: str) -> bool:
        """Make a world unless there is one of this name. False: there is one, of another scenario."""
        return self.put(name, scenario, wall=wall, series=series, join=True) or same_scenario(
            self.scenario(name), scenario
        )

    def reset(self, name: str, *, wall: int) -> bool:
        origin = self._origin(name)
        return self.put(name, origin.scenario, wall=wall, series=origin.series)

    def snapshot(self, name: str, *, wall: int) -> Snapshot:
        taken: list[Snapshot] = []
        self._drive(name, take_snapshot(self._cached(name), wall, taken))
        return taken[0]

    def restore(self, name: str, snapshot: Snapshot, *, wall: int) -> bool:
        if not self._is_there(name):
            self._refuse_too_many()
        with store_errors():
            nth = int(self._connection.client.hincrby(keys.made(name), RESTORED, 1))
        return self._begin(name, NewWorld.from_snapshot(snapshot, wall, self._order), snapshot.renewed(nth))

    def scenario(self, name: str) -> Scenario:
        return self._origin(name).scenario

    def drop(self, name: str) -> None:
        former = self._connection.run(ScriptCall("drop", [keys.head(name), keys.WORLDS], [name]))
        self._used.discard(name)
        if former is None:
            raise self._no_such(name)
        self._unlink(name, former)

    def names(self) -> list[str]:
        with store_errors():
            names: Any = self._connection.client.zrange(keys.WORLDS, 0, -1)
        return sorted(name.decode() for name in names)

    # Work on them

    def run(self, name: str, work: Callable[[World], T], *, wall: int) -> T:
        return self._do(name, Transaction(work, wall))  # type: ignore[no-any-return]

    def handle(self, name: str, request: Request, *, wall: int) -> Exchange:
        return self._do(name, CallTransaction(request, wall))  # type: ignore[no-any-return]

    def handle_if_no_rules(
        self, name: str, request: Request, *, wall: int, settled: Settled | None = None
    ) -> Exchange | None:
        """Never here: Redis must be waited for."""
        return None

    def begin_if_no_rules(self, name: str, request: Request, *, wall: int) -> asyncio.Future[Exchange | None]:
        return self._batcher(name).begin(CallTransaction(request, wall, unless_rules=True))

    async def exchange(self, name: str, request: Request, *, wall: int) -> Exchange:
        try:
            exchange: Exchange = await self._batcher(name).begin(CallTransaction(request, wall))
        except WorldGone:
            raise self._no_such(name, []) from None
        return exchange

    async def close(self) -> None:
        for batcher in list(self._batchers.values()):
            await batcher.close()
        self._batchers.clear()
        if self._async is not None:
            await self._async.close()
            self._async = None
        self._connection.close()

    def tend(self, *, wall: int) -> None:
        """What is used stays, and what has expired goes; to be called now and then. Never fails."""
        used, self._used = self._used, {store.DEFAULT}
        for name in used:
            try:
                self._tend(name, wall)
            except (StoreUnavailable, NoSuchWorld):
                continue
        with suppress(StoreUnavailable):
            self._make_room()

    def _tend(self, name: str, wall: int) -> None:
        cached = self._cached(name)
        self._drive(name, cached.load())
        assert cached.tracked is not None  # noqa: S101
        before = cached.tracked.world.clock.now(wall) // MINUTE * MINUTE
        parts = [*(f"t:{table}" for table in cached.tracked.tables), *keys.PARTS]
        args = [cached.head, cached.prefix, name, keys.KEPT, before, *parts]
        while self._connection.run(ScriptCall("keep_alive", [keys.head(name), keys.WORLDS, keys.made(name)], args)) > 0:
            pass

    def _make_room(self) -> None:
        """Worlds that nobody uses go, as they leave memory."""
        many = (keys.KEPT, store.MOST_WORLDS, IDLE_AT_MOST // 1000)
        large = (memory.MOST_BYTES, BUSY // 1000)
        args = [keys.HEADS, keys.PREFIXES, *many, *large, MOST_REMEMBERED]
        gone, dropped = self._connection.run(ScriptCall("make_room", [keys.WORLDS, keys.GONE], args))
        self._gone = {name.decode() for name in gone}
        for name, head in zip(dropped[::2], dropped[1::2], strict=True):
            self._unlink(name.decode(), head)

    def _refuse_too_many(self) -> None:
        """:raises TooManyWorlds:"""
        if self._many() >= store.MOST_WORLDS:
            self._make_room()
            if self._many() >= store.MOST_WORLDS:
                raise TooManyWorlds

    def _no_such(self, name: str, others: list[str] | None = None) -> NoSuchWorld:
        if name in self._gone:
            return NoSuchWorld.idle(name)
        return NoSuchWorld.among(name, self.names() if others is None else others)

    def _batcher(self, name: str) -> Batcher:
        self._used.add(name)
        batcher = self._batchers.get(name)
        if batcher is None:
            if self._async is None:
                self._async = AsyncConnection(self._url)
            batcher = Batcher(self._cached(name), self._async, self._journal_size, self._forget)
            self._batchers[name] = batcher
        return batcher

    def _forget(self, name: str) -> None:
        self._used.discard(name)
        self._batchers.pop(name, None)

    def _do(self, name: str, transaction: Transaction) -> Any:
        cached = self._idle.pop(name, None) or self._cached(name)
        self._drive(name, run_transactions(cached, [transaction], self._journal_size))
        if len(self._idle) < IDLE:
            self._idle[name] = cached
        self._used.add(name)
        if transaction.failure is not None:
            raise transaction.failure
        return transaction.result

    def _drive(self, name: str, calls: ScriptCalls) -> None:
        try:
            self._connection.drive(calls)
        except WorldGone:
            self._used.discard(name)
            raise self._no_such(name) from None

    def _cached(self, name: str) -> CachedWorld:
        return CachedWorld(name, self._order)

    def _origin(self, name: str) -> WorldOrigin:
        cached = self._cached(name)
        self._drive(name, cached.load())
        assert cached.origin is not None  # noqa: S101
        return cached.origin

    def _is_there(self, name: str) -> bool:
        with store_errors():
            return bool(self._connection.client.exists(keys.head(name)))

    def _many(self) -> int:
        with store_errors():
            return int(self._connection.client.zcard(keys.WORLDS))

    def _begin(self, name: str, new: NewWorld, origin: WorldOrigin, *, join: bool = False) -> bool:
        """All of it lies in Redis before the head says that it lives, in one step."""
        with store_errors():
            generation = str(self._connection.client.incr(keys.GENERATIONS))
            new.write(self._connection.client, keys.prefix(name, generation), origin)
        former = self._connection.run(
            ScriptCall(
                "activate",
                [keys.head(name), keys.WORLDS, keys.GONE],
                [f"{generation}.0", name, keys.KEPT, int(join)],
            )
        )
        if former is not None and join:
            self._unlink(name, generation.encode())
            return False
        if former is not None:
            self._unlink(name, former)
        return True

    def _unlink(self, name: str, head: bytes) -> None:
        at = keys.prefix(name, head.partition(b".")[0].decode())
        with store_errors():
            tables: Any = self._connection.client.get(f"{at}tables")
            parts = [*keys.PARTS, *(f"t:{table}" for table in (tables or b"").decode("utf-8", "replace").split("\n"))]
            self._connection.client.unlink(*(at + part for part in parts))


def _build_new(
    order: InsertionOrder, scenario: Scenario, wall: int, series: str, keep_clock: bool, former: World | None
) -> NewWorld:
    new = NewWorld(wall, order)
    world = build(scenario, new.tracked, new.tracked.world.journal, wall=wall, series=series)
    if former is not None:
        carry_over(world, former, wall, keep_clock=keep_clock)
    new.settings = world.settings
    return new
