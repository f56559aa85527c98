"""Many commands on one connection to Redis: each gets its own answer, or the reason why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import redis
from real_redis import RedisServer

from mockwx.store.port import StoreUnavailable
from mockwx.store.redis.cached_world import ScriptCall
from mockwx.store.redis.connection import AsyncConnection

LOAD = ScriptCall("load", ["mockwx:head:nobody"], ["mockwx:~nobody", "", "clock"])
"""Redis answers [] to it: there is no such world."""


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    connection = AsyncConnection(url)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
def url(redis_server: RedisServer) -> str:
    return redis_server.url()


@pytest.fixture
def client(url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(url)
    yield client
    client.close()


def journal_of(client: redis.Redis, name: str, exchange: str) -> ScriptCall:
    """A world whose journal is this one exchange, and the question for it."""
    client.set(f"mockwx:head:{name}", "1.0")
    client.rpush(f"{name}:journal", exchange)
    client.set(f"{name}:pushed", 1)
    return ScriptCall("journal", [f"mockwx:head:{name}"], ["1.0", f"{name}:", 0, "0"])


async def test_commands_that_are_on_their_way_at_once_get_each_its_own_answer(url: str, client: redis.Redis) -> None:
    calls = [journal_of(client, f"world{nth}", f"exchange {nth}") for nth in range(100)]
    async with connected(url) as connection:
        answers = await asyncio.gather(*(connection.run(call) for call in calls))
    assert [answer[3] for answer in answers] == [[b"exchange %d" % nth] for nth in range(100)]


async def test_who_is_cancelled_does_not_shift_the_answers_of_others(url: str, client: redis.Redis) -> None:
    first, second = (journal_of(client, name, name) for name in ("first", "second"))
    async with connected(url) as connection:
        await connection.run(first)
        cancelled = asyncio.create_task(connection.run(first))
        await asyncio.sleep(0)  # it is sent now, and not answered yet
        cancelled.cancel()
        assert (await connection.run(second))[3] == [b"second"]
    assert cancelled.cancelled()


async def test_scripts_that_redis_has_forgotten_are_brought_again(url: str, client: redis.Redis) -> None:
    async with connected(url) as connection:
        assert await connection.run(LOAD) == []
        client.script_flush()
        assert await asyncio.gather(*(connection.run(LOAD) for _ in range(10))) == [[]] * 10


async def test_an_error_of_redis_is_told_to_its_caller_alone(url: str, client: redis.Redis) -> None:
    client.rpush("mockwx:head:list", "no head")
    spoilt = ScriptCall("load", ["mockwx:head:list"], LOAD.args)
    async with connected(url) as connection:
        before, failure, after = await asyncio.gather(
            connection.run(LOAD), connection.run(spoilt), connection.run(LOAD), return_exceptions=True
        )
    assert (before, after) == ([], [])
    assert isinstance(failure, StoreUnavailable)
    assert "WRONGTYPE" in str(failure)


async def test_all_who_wait_hear_of_a_lost_connection_and_the_next_one_connects_again(
    url: str, client: redis.Redis
) -> None:
    async with connected(f"{url}?client_name=lost") as connection:
        await connection.run(LOAD)
        (lost,) = (each["id"] for each in client.client_list() if each["name"] == "lost")
        client.client_pause(60_000, all=False)  # scripts too
        try:
            waiting = [asyncio.create_task(connection.run(LOAD)) for _ in range(5)]
            await asyncio.sleep(0)
            client.client_kill_filter(_id=lost)
            failures = await asyncio.gather(*waiting, return_exceptions=True)
        finally:
            client.client_unpause()
        assert [type(failure) for failure in failures] == [StoreUnavailable] * 5
        assert await connection.run(LOAD) == []


async def test_a_command_that_is_not_answered_in_time_fails_and_the_next_one_connects_again(
    url: str, client: redis.Redis
) -> None:
    async with connected(f"{url}?socket_timeout=0.2&client_name=slow") as connection:
        await connection.run(LOAD)
        client.client_pause(60_000, all=False)  # scripts too
        try:
            with pytest.raises(StoreUnavailable, match="no answer in time"):
                await connection.run(LOAD)
        finally:
            client.client_unpause()
        assert await connection.run(LOAD) == []


async def test_a_server_that_is_no_redis_is_told_as_one() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connected(f"redis://127.0.0.1:{port}/0") as connection:
            with pytest.raises(StoreUnavailable, match="Redis does not do its work"):
                await connection.run(LOAD)
