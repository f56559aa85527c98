"""Worlds that nobody uses leave Redis as they leave memory, and whoever asks for one is told."""

from __future__ import annotations

import asyncio

import pytest
import redis
from real_redis import RedisServer

from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store import port
from mockwx.store.memory import worlds as memory
from mockwx.store.port import NoSuchWorld, TooManyWorlds
from mockwx.store.redis import keys
from mockwx.store.redis.worlds import RedisWorlds

LARGE = Request("POST", None, "/cgi-bin/stable_token", {}, body=b"x" * 1_500, content_length=1_500)
GONE = r"is gone: .*\| .*已被删除"
HOUR = 3600
"""Of Redis: seconds."""


@pytest.fixture
def worlds(redis_server: RedisServer) -> RedisWorlds:
    store = RedisWorlds(redis_server.url())
    for name in ("", "job1", "job2", "empty"):
        store.put(name, Scenario(), wall=0)
        if name != "empty":
            store.handle(name, LARGE, wall=0)
    store.tend(wall=0)
    return store


async def exchange(worlds: RedisWorlds, name: str) -> None:
    try:
        await worlds.exchange(name, LARGE, wall=0)
    finally:
        await worlds.close()


def idle(worlds: RedisWorlds, **seconds: int) -> None:
    """So long ago these worlds were used last."""
    with redis.Redis.from_url(worlds._url) as client:
        now = int(client.time()[0])  # type: ignore[index]
        client.zadd(keys.WORLDS, {name: now - ago for name, ago in seconds.items()})


def traces(worlds: RedisWorlds, name: str) -> list[bytes]:
    with redis.Redis.from_url(worlds._url) as client:
        return [*client.keys(f"mockwx:head:{name}"), *client.keys(f"mockwx:~{name}:*")]  # type: ignore[misc]


def test_the_journals_of_all_worlds_are_bounded_the_longest_idle_go_and_are_told(
    worlds: RedisWorlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_BYTES", 6_000)
    idle(worlds, job1=2 * HOUR, job2=HOUR, empty=3 * HOUR)
    worlds.tend(wall=0)
    assert worlds.names() == ["", "empty", "job2"]
    assert traces(worlds, "job1") == []
    with pytest.raises(NoSuchWorld, match=GONE):
        worlds.handle("job1", LARGE, wall=0)
    with pytest.raises(NoSuchWorld, match=GONE):
        worlds.drop("job1")
    with pytest.raises(NoSuchWorld, match=GONE):
        asyncio.run(exchange(worlds, "job1"))
    worlds.put("job1", Scenario(), wall=0)
    worlds.tend(wall=0)
    worlds.drop("job1")
    with pytest.raises(NoSuchWorld, match="there is no world 'job1'"):
        worlds.handle("job1", LARGE, wall=0)


def test_a_world_that_is_in_use_does_not_go_for_its_size(worlds: RedisWorlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_BYTES", 1)
    worlds.tend(wall=0)
    assert worlds.names() == ["", "empty", "job1", "job2"]


def test_where_there_are_as_many_worlds_as_there_may_be_idle_ones_make_room(
    worlds: RedisWorlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(port, "MOST_WORLDS", 4)
    with pytest.raises(TooManyWorlds):
        worlds.put("job3", Scenario(), wall=0)
    idle(worlds, job1=HOUR + 1, job2=HOUR // 2)
    worlds.put("job3", Scenario(), wall=0)
    assert worlds.names() == ["", "empty", "job2", "job3"]
    with pytest.raises(NoSuchWorld, match=GONE):
        worlds.handle("job1", LARGE, wall=0)


def test_a_world_that_nobody_used_for_a_week_is_told_to_be_gone(worlds: RedisWorlds) -> None:
    idle(worlds, job1=keys.KEPT + 1)
    worlds.tend(wall=0)
    assert worlds.names() == ["", "empty", "job2"]
    with pytest.raises(NoSuchWorld, match=GONE):
        worlds.handle("job1", LARGE, wall=0)
