"""RedisWorlds: all worlds of a Redis, as the server and the control plane know worlds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from mockwx import engine
from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.wire import Request
from mockwx.core.world import Settings, World
from mockwx.scenario.build import build
from mockwx.scenario.scenario import Scenario
from mockwx.store import port as store
from mockwx.store.about import About, same_scenario
from mockwx.store.memory import RESTORED
from mockwx.store.outlived import outlive
from mockwx.store.port import Away, NoSuchWorld, TooManyWorlds
from mockwx.store.redis import keys
from mockwx.store.redis.away import system_error
from mockwx.store.redis.birth import Birth
from mockwx.store.redis.jobs import Job
from mockwx.store.redis.lane import Lane
from mockwx.store.redis.line import AsyncLine, Line, told
from mockwx.store.redis.steps import MINUTE, Ask, Contended, Gone, Known, carry_out, take
from mockwx.store.redis.view import Places
from mockwx.store.snapshot import Snapshot

T = TypeVar("T")

IDLE = 100
"""So many worlds are remembered between two control calls."""


class OtherFormat(Away):
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
        self._line = Line(url)
        self._async: AsyncLine | None = None
        self._lanes: dict[str, Lane] = {}
        self._idle: dict[str, Known] = {}
        self._used = {store.DEFAULT}
        self._places = Places()

    def check(self) -> None:
        """:raises Away: nobody answers, or not as a Redis.
        :raises OtherFormat:
        """
        with told():
            self._line.client.setnx(keys.FORMAT_KEY, keys.FORMAT)
            found = self._line.client.get(keys.FORMAT_KEY)
        if found != keys.FORMAT.encode():
            there = found.decode("utf-8", "replace") if isinstance(found, bytes) else repr(found)
            raise OtherFormat(
                both(
                    f"this Redis holds worlds of another mockwx (format {there}, not {keys.FORMAT}): use that version, "
                    "another database (redis://HOST/1), or delete the keys mockwx:*",
                    f"此 Redis 中是另一版本 mockwx 的数据（格式 {there}，本版本为 {keys.FORMAT}）："
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
        join: bool = False,
    ) -> bool:
        """As in memory; for all servers. With ``join`` a world that is there stays as it is: False."""
        if series is None:
            series = str(wall if scenario.start is None else scenario.start)
        is_there = self._is_there(name)
        if is_there and join:
            self._used.add(name)
            return False
        if not is_there and self._many() >= store.MOST_WORLDS:
            raise TooManyWorlds
        with told():
            made = int(self._line.client.hincrby(keys.made(name), series, 1)) - 1
        born = partial(_born, self._places, scenario, wall, f"{series}/{made}" if made else series)
        birth: Birth = self.run(name, born, wall=wall) if is_there and outlived else born(None)
        about = About(birth.settings, series, scenario, tuple(birth.view.tables))
        self._used.add(name)
        return self._begin(name, birth, about, join=join)

    def join(self, name: str, scenario: Scenario, *, wall: int, series: str) -> bool:
        """Make a world unless there is one of this name. False: there is one, of another scenario."""
        return self.put(name, scenario, wall=wall, series=series, join=True) or same_scenario(
            self.scenario(name), scenario
        )

    def reset(self, name: str, *, wall: int) -> bool:
        about = self._about(name)
        return self.put(name, about.scenario, wall=wall, series=about.series)

    def snapshot(self, name: str, *, wall: int) -> Snapshot:
        found: list[Snapshot] = []
        self._drive(name, take(self._known(name), wall, found))
        return found[0]

    def restore(self, name: str, snapshot: Snapshot, *, wall: int) -> bool:
        if not self._is_there(name) and self._many() >= store.MOST_WORLDS:
            raise TooManyWorlds
        with told():
            nth = int(self._line.client.hincrby(keys.made(name), RESTORED, 1))
        return self._begin(name, Birth.again(snapshot, wall, self._places), snapshot.renewed(nth))

    def scenario(self, name: str) -> Scenario:
        return self._about(name).scenario

    def drop(self, name: str) -> None:
        former = self._line.ask(Ask("drop", [keys.head(name), keys.WORLDS], [name]))
        self._used.discard(name)
        if former is None:
            raise NoSuchWorld.among(name, self.names())
        self._unlink(name, former)

    def names(self) -> list[str]:
        with told():
            found: Any = self._line.client.zrange(keys.WORLDS, 0, -1)
        return sorted(each.decode() for each in found)

    # Work on them

    def run(self, name: str, work: Callable[[World], T], *, wall: int) -> T:
        return self._do(name, Job(work, wall))  # type: ignore[no-any-return]

    def handle(self, name: str, request: Request, *, wall: int) -> Exchange:
        return self._do(name, _call(request, wall))  # type: ignore[no-any-return]

    async def exchange(self, name: str, request: Request, *, wall: int) -> Exchange:
        if self._async is None:
            self._async = AsyncLine(self._url)
        lane = self._lanes.get(name)
        if lane is None:
            lane = self._lanes[name] = Lane(self._known(name), self._async, self._journal_size)
        try:
            exchange: Exchange = await lane.do(_call(request, wall))
        except Gone:
            self._lanes.pop(name, None)
            raise NoSuchWorld.among(name, []) from None
        except (Away, Contended) as why:
            view = lane.known.view
            settings = view.world.settings if view is not None else Settings()
            return system_error(settings, request, wall, str(why) or str(_too_many()))
        self._used.add(name)
        return exchange

    async def close(self) -> None:
        for lane in self._lanes.values():
            await lane.close()
        self._lanes.clear()
        if self._async is not None:
            await self._async.close()
            self._async = None
        self._line.close()

    def tend(self, *, wall: int) -> None:
        """What is used stays, and what has expired goes; to be called now and then. Never fails."""
        used, self._used = self._used, {store.DEFAULT}
        for name in used:
            try:
                self._tend(name, wall)
            except (Away, NoSuchWorld):
                continue

    def _tend(self, name: str, wall: int) -> None:
        known = self._known(name)
        self._drive(name, known.load())
        assert known.view is not None  # noqa: S101
        before = known.view.world.clock.now(wall) // MINUTE * MINUTE
        parts = [*(f"t:{table}" for table in known.view.tables), *keys.PARTS]
        args = [known.head, known.at, name, keys.KEPT, before, *parts]
        while self._line.ask(Ask("tend", [keys.head(name), keys.WORLDS, keys.made(name)], args)) > 0:
            pass

    def _do(self, name: str, job: Job) -> Any:
        known = self._idle.pop(name, None) or self._known(name)
        self._drive(name, carry_out(known, [job], self._journal_size))
        if len(self._idle) < IDLE:
            self._idle[name] = known
        self._used.add(name)
        if isinstance(job.failure, Contended):
            raise _too_many()
        if job.failure is not None:
            raise job.failure
        return job.result

    def _drive(self, name: str, steps: Any) -> None:
        try:
            self._line.drive(steps)
        except Gone:
            self._used.discard(name)
            raise NoSuchWorld.among(name, self.names()) from None

    def _known(self, name: str) -> Known:
        return Known(name, self._places)

    def _about(self, name: str) -> About:
        known = self._known(name)
        self._drive(name, known.load())
        assert known.about is not None  # noqa: S101
        return known.about

    def _is_there(self, name: str) -> bool:
        with told():
            return bool(self._line.client.exists(keys.head(name)))

    def _many(self) -> int:
        with told():
            return int(self._line.client.zcard(keys.WORLDS))

    def _begin(self, name: str, birth: Birth, about: About, *, join: bool = False) -> bool:
        """All of it lies in Redis before the head says that it lives, in one step."""
        with told():
            generation = str(self._line.client.incr(keys.GENERATIONS))
            birth.write(self._line.client, keys.prefix(name, generation), about)
        former = self._line.ask(
            Ask(
                "begin",
                [keys.head(name), keys.WORLDS],
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
        with told():
            found: Any = self._line.client.get(f"{at}tables")
            parts = [*keys.PARTS, *(f"t:{table}" for table in (found or b"").decode().split("\n"))]
            self._line.client.unlink(*(at + part for part in parts))


def _call(request: Request, wall: int) -> Job:
    return Job(lambda world: engine.handle(world, request, wall), wall, path=request.path, query=request.query)


def _born(places: Places, scenario: Scenario, wall: int, series: str, former: World | None) -> Birth:
    birth = Birth(wall, places)
    world = build(scenario, birth.view, birth.view.world.journal, wall=wall, series=series)
    if former is not None:
        outlive(world, former, wall)
    birth.settings = world.settings
    return birth


def _too_many() -> Away:
    return Away(both("too many servers change the same thing at once", "太多服务同时修改同一数据"))
