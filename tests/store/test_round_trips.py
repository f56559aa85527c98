"""A call costs the same few round trips, whatever the size of the world; and nothing piles up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from real_redis import RedisServer

from mockwx.core.journal.journal import Exchange
from mockwx.core.tokens.quotas import Quota
from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.redis.worlds import RedisWorlds
from mockwx.verbs import VERBS

from .fleet import Server

START = 1_767_225_600_000
SHOP = {"appid": "wx00000000mockshop", "secret": "mockwx-secret-shop"}
LOGIN = VERBS["phone.login"]


@pytest.fixture
def lone_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """One that nobody else asks anything."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def worlds(lone_redis: RedisServer) -> RedisWorlds:
    worlds = RedisWorlds(lone_redis.url(), journal_size=1_000)
    worlds.check()
    worlds.put("", Scenario(start=START, limits={"getcallbackip": (Quota(1_000_000, "min"),)}), wall=START)
    return worlds


@pytest.fixture
def commands(lone_redis: RedisServer) -> Iterator[Callable[[], int]]:
    """How many scripts were asked for since the last time, as Redis itself counts them: each is a round trip."""
    client = redis.Redis(port=lone_redis.port)

    def sent() -> int:
        found: Any = client.info("commandstats")
        client.config_resetstat()
        return int(found.get("cmdstat_evalsha", {"calls": 0})["calls"])

    yield sent
    client.close()


def codes(worlds: RedisWorlds, count: int, **more: Any) -> list[str]:
    found: list[str] = []
    for part in LOGIN.portions(LOGIN.checked({"count": count} | more)):  # type: ignore[misc]
        found += worlds.run("", lambda world, part=part: LOGIN.do_checked(world, part, START), wall=START)["codes"]
    return found


async def exchange(worlds: RedisWorlds, code: str) -> Exchange:
    query = {**SHOP, "js_code": code, "grant_type": "authorization_code"}
    return await worlds.exchange("", Request("GET", None, "/sns/jscode2session", query), wall=START)


async def test_an_exchange_takes_two_round_trips_in_an_empty_world_and_among_20000_codes(
    worlds: RedisWorlds, commands: Callable[[], int]
) -> None:
    some = codes(worlds, 20, people=20)
    assert (await exchange(worlds, some.pop())).errcode == 0  # what it reads is learnt from the first
    commands()
    for code in some[:10]:
        assert (await exchange(worlds, code)).errcode == 0
    assert commands() == 20
    await worlds.close()
    crowd = MemoryWorlds()
    crowd.put("", Scenario(start=START), wall=START)
    crowd.run("", lambda world: LOGIN.do(world, {"count": 20_000}, START), wall=START)
    worlds.restore("", crowd.snapshot("", wall=START), wall=START)
    some = codes(worlds, 11, people=11)
    assert (await exchange(worlds, some.pop())).errcode == 0
    commands()
    for code in some:
        assert (await exchange(worlds, code)).errcode == 0
    assert commands() == 20
    await worlds.close()


async def test_calls_that_come_together_share_their_round_trips(
    worlds: RedisWorlds, commands: Callable[[], int]
) -> None:
    some = codes(worlds, 101, people=50)
    await exchange(worlds, some.pop())
    commands()
    found = await asyncio.gather(*(exchange(worlds, code) for code in some))
    assert [each.errcode for each in found] == [0] * 100
    assert commands() <= 4
    await worlds.close()


async def test_a_call_with_a_token_and_a_quota_takes_two_round_trips_once_they_are_known(
    worlds: RedisWorlds, commands: Callable[[], int]
) -> None:
    query = {**SHOP, "grant_type": "client_credential"}
    fetched = await worlds.exchange("", Request("GET", None, "/cgi-bin/token", query), wall=START)
    token = json.loads(fetched.response.body)["access_token"]

    async def call() -> None:
        asked = Request("GET", None, "/cgi-bin/getcallbackip", {"access_token": token})
        assert (await worlds.exchange("", asked, wall=START)).errcode == 0

    for _ in range(3):
        await call()
    commands()
    for _ in range(10):
        await call()
    assert commands() == 20
    await worlds.close()


def test_the_journal_is_fetched_by_what_is_new_in_it(worlds: RedisWorlds, lone_redis: RedisServer) -> None:
    query = {**SHOP, "js_code": "nothing", "grant_type": "authorization_code"}

    def numbers() -> list[int]:
        return [each.number for each in worlds.run("", lambda world: list(world.journal), wall=START)]

    for _ in range(300):
        worlds.handle("", Request("GET", None, "/sns/jscode2session", query), wall=START)
    with redis.Redis(port=lone_redis.port) as client:
        before: Any = client.info("stats")
        assert numbers() == list(range(1, 301))
        after: Any = client.info("stats")
        whole = after["total_net_output_bytes"] - before["total_net_output_bytes"]
        worlds.handle("", Request("GET", None, "/sns/jscode2session", query), wall=START)
        before = client.info("stats")
        assert numbers() == list(range(1, 302))
        after = client.info("stats")
        assert after["total_net_output_bytes"] - before["total_net_output_bytes"] < whole / 5


def test_ten_minutes_worth_of_calls_leave_keys_and_memory_flat(redis_server: RedisServer) -> None:
    """Shortened: 4,000 logins in which two days pass. A quarter is exchanged and known for a day; the rest expires."""
    server = Server(redis_server.url(), ("--journal", "200"), from_nothing=True).start()
    try:
        with redis.Redis.from_url(server.url) as client:

            def measures() -> tuple[int, int, int, int]:
                """Things in all tables but spent codes, spent codes, exchanges in the journal, the server's memory in
                kB."""
                tables: Any = client.keys("mockwx:~:*:t:*")
                things = sum(client.hlen(key) for key in tables)  # type: ignore[misc]
                (fading,) = client.keys("mockwx:~:*:fading")  # type: ignore[misc]
                spent: Any = client.zcard(fading)
                (journal,) = client.keys("mockwx:~:*:journal")  # type: ignore[misc]
                assert server.process is not None
                status = Path(f"/proc/{server.process.pid}/status").read_text()
                memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
                return things - spent, spent, client.llen(journal), memory  # type: ignore[return-value]

            seen = []
            for _ in range(40):
                made = server.logins(100, people=50)
                asyncio.run(_spend(server, made[::4]))
                server.control("POST", "clock/advance", {"by": "70m"})
                seen.append(measures())
    finally:
        server.kill()
    things, spent, journal, memory = zip(*seen, strict=True)
    assert max(things[20:]) <= max(things[10:20])
    # Those of one round, and what is known of 50 people.
    assert max(things) < 2 * 100 + 4 * 50 + 20
    # 25 of each round that the last day touches.
    assert 20 * 25 <= max(spent) <= 25 * (24 * 60 // 70 + 2)
    assert max(journal) == 200
    assert max(memory[30:]) < 1.1 * max(memory[10:20])


@pytest.mark.parametrize("by", ["tending", "calls"])
def test_of_spent_codes_that_are_forgotten_no_note_is_left(worlds: RedisWorlds, by: str) -> None:
    query = {**SHOP, "grant_type": "authorization_code"}
    for code in codes(worlds, 10):
        worlds.handle("", Request("GET", None, "/sns/jscode2session", {**query, "js_code": code}), wall=START)
    over = START + 24 * 3_600_000 + 60_000
    with redis.Redis.from_url(worlds._url) as client:
        kept = {part: client.keys(f"mockwx:~:*:{part}") for part in ("t:codes", "due", "fading")}
        assert all(kept.values())
        if by == "tending":
            worlds.tend(wall=over)
        else:
            worlds.handle("", Request("GET", None, "/sns/jscode2session", query), wall=over)
        assert {part: client.keys(f"mockwx:~:*:{part}") for part in kept} == {"t:codes": [], "due": [], "fading": []}


async def _spend(server: Server, made: list[str]) -> None:
    from .fleet import Client

    clients = [Client(server.port) for _ in range(8)]
    found = await asyncio.gather(*(_all(client, made[nth::8]) for nth, client in enumerate(clients)))
    assert all(errcode == 0 for each in found for errcode in each)


async def _all(client: Any, made: list[str]) -> list[int | None]:
    found = [await client.exchange(code) for code in made]
    client.close()
    return found


def test_what_nobody_uses_leaves_redis_by_itself(worlds: RedisWorlds) -> None:
    """Every key has a time to live, which a server that uses the world renews."""
    codes(worlds, 10)
    worlds.put("other", Scenario(start=START), wall=START)
    worlds.tend(wall=START)
    with redis.Redis.from_url(worlds._url) as client:
        mortal: Any = {key.decode(): client.ttl(key) for key in client.keys("mockwx:*")}  # type: ignore[union-attr]
    eternal = {key for key, seconds in mortal.items() if seconds < 0}
    assert eternal == {"mockwx:format", "mockwx:worlds", "mockwx:generations"}


def test_a_world_that_begins_anew_leaves_nothing_of_the_old_one(worlds: RedisWorlds) -> None:
    codes(worlds, 10)
    worlds.reset("", wall=START)
    worlds.put("", Scenario(start=START), wall=START)
    with redis.Redis.from_url(worlds._url) as client:
        generations: Any = {key.split(b":")[2] for key in client.keys("mockwx:~:*")}  # type: ignore[union-attr]
        assert len(generations) == 1
        worlds.drop("")
        assert client.keys("mockwx:~*") == []
