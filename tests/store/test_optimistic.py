"""What a transaction on Redis read is still so when what it wrote is kept; else it runs again, and is sent but once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from real_redis import RedisServer

from mockwx.core.world import World
from mockwx.scenario.scenario import Scenario
from mockwx.store.port import StoreUnavailable
from mockwx.store.redis.cached_world import CachedWorld
from mockwx.store.redis.connection import AsyncConnection, Connection
from mockwx.store.redis.optimistic import run_transactions
from mockwx.store.redis.tracked import InsertionOrder
from mockwx.store.redis.transaction import Transaction
from mockwx.store.redis.worlds import RedisWorlds

START = 1_767_225_600_000


@pytest.fixture
def url(redis_server: RedisServer) -> str:
    return redis_server.url()


@pytest.fixture
def other(url: str) -> RedisWorlds:
    """Another server on the same Redis."""
    other = RedisWorlds(url)
    other.put("", Scenario(start=START, frozen=True), wall=START)
    # From now on Redis knows the script that commits.
    other.run("", lambda world: world.counts.next("any"), wall=START)
    return other


def set_clock(world: World, by: int) -> None:
    world.clock = world.clock.advance(by, START)


def time_of(world: World) -> int:
    return world.clock.now(START)


def pay(world: World, name: str) -> None:
    """Writes without having read anything but what is asked besides."""
    world.payments.pay("wx", "alice", time_of(world), name, "mch", name)


def run(url: str, *works: Callable[[World], Any]) -> list[Any]:
    """The results of works that go to Redis in one batch."""
    transactions = [Transaction(work, START) for work in works]
    connection = Connection(url)
    connection.drive(run_transactions(CachedWorld("", InsertionOrder()), transactions, 100))
    connection.close()
    assert [transaction.failure for transaction in transactions] == [None] * len(works)
    return [transaction.result for transaction in transactions]


def test_nothing_is_kept_that_was_done_by_a_clock_of_yesterday(url: str, other: RedisWorlds) -> None:
    seen: list[int] = []

    def work(world: World) -> int:
        seen.append(time_of(world))
        if len(seen) == 1:
            other.run("", lambda theirs: set_clock(theirs, 60_000), wall=START)
        pay(world, "trade")
        return seen[-1]

    assert run(url, work) == [START + 60_000]
    assert seen == [START, START + 60_000]
    payment = other.run("", lambda world: world.payments.find("trade", "", "", START), wall=START)
    assert payment is not None
    assert payment.paid_at == START + 60_000


def test_whoever_stands_behind_a_lost_change_of_the_clock_did_not_see_it(url: str, other: RedisWorlds) -> None:
    """The first moves the clock by what it counted, and somebody else counts between: it has to count again."""
    tries: list[str] = []

    def first(world: World) -> None:
        nth = world.counts.next("shared")
        tries.append("first")
        if len(tries) == 3:  # Once for each to learn which keys they lack; now nothing lacks.
            other.run("", lambda theirs: theirs.counts.next("shared"), wall=START)
        set_clock(world, nth * 60_000)

    def second(world: World) -> int:
        world.counts.next("own")
        tries.append("second")
        pay(world, "trade")
        return time_of(world)

    _, seen = run(url, first, second)
    assert tries[:4] == ["first", "second"] * 2, "the batch no longer runs as this test needs it"
    now = other.run("", time_of, wall=START)
    assert now == START + 2 * 60_000
    assert seen in (START, now), "it was done by a clock that never stood"
    payment = other.run("", lambda world: world.payments.find("trade", "", "", START), wall=START)
    assert payment is not None
    assert payment.paid_at == seen


class Eavesdropper:
    """Between a store and Redis: lets all through, but of every commit only the way there, and then hangs up."""

    def __init__(self, port: int) -> None:
        self._redis = ("127.0.0.1", port)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.swallows = False
        self.commits = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._redis) as server:
            committed = threading.Event()
            threading.Thread(target=self._answer, args=(server, client, committed), daemon=True).start()
            with suppress(OSError):
                while asked := client.recv(1 << 20):
                    if self.swallows and b"trade" in asked:
                        committed.set()
                        self.commits += 1
                    server.sendall(asked)

    @staticmethod
    def _answer(server: socket.socket, client: socket.socket, committed: threading.Event) -> None:
        with suppress(OSError):
            while answer := server.recv(1 << 20):
                if committed.is_set():
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(answer)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def eavesdropper(url: str, other: RedisWorlds) -> Iterator[Eavesdropper]:
    eavesdropper = Eavesdropper(int(url.rpartition(":")[2].partition("/")[0]))
    yield eavesdropper
    eavesdropper.close()


def test_a_commit_whose_answer_is_lost_is_not_sent_again(
    url: str, other: RedisWorlds, eavesdropper: Eavesdropper
) -> None:
    database = url.rpartition("/")[2]
    store = RedisWorlds(f"redis://127.0.0.1:{eavesdropper.port}/{database}")
    store.run("", time_of, wall=START)
    eavesdropper.swallows = True
    with pytest.raises(StoreUnavailable):
        store.run("", lambda world: pay(world, "trade"), wall=START)
    assert eavesdropper.commits == 1
    payment = other.run("", lambda world: world.payments.find("trade", "", "", START), wall=START)
    assert payment is not None, "Redis did its work"


async def test_nor_is_one_that_is_awaited(url: str, other: RedisWorlds, eavesdropper: Eavesdropper) -> None:
    database = url.rpartition("/")[2]
    connection = AsyncConnection(f"redis://127.0.0.1:{eavesdropper.port}/{database}")
    eavesdropper.swallows = True
    transactions = [Transaction(lambda world: pay(world, "trade"), START)]
    with pytest.raises(StoreUnavailable):
        await connection.drive(run_transactions(CachedWorld("", InsertionOrder()), transactions, 100))
    await connection.close()
    assert eavesdropper.commits == 1
    assert not transactions[0].done
