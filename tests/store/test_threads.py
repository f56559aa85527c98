"""A store in memory is safe to use from any thread: whoever works on a world works on it alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds

START = 1_767_225_600_000
A_WHILE = 0.3
"""Seconds in which a thread that nobody keeps waiting is long done."""


@pytest.fixture
def worlds() -> MemoryWorlds:
    worlds = MemoryWorlds()
    worlds.put("", Scenario(start=START), wall=START)
    return worlds


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    former = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(former)


def call(worlds: MemoryWorlds) -> int:
    return worlds.handle("", Request("GET", None, "/sns/jscode2session", {}), wall=START).number


OTHERS: dict[str, Callable[[MemoryWorlds], object]] = {
    "handle": call,
    "run": lambda worlds: worlds.run("", lambda world: world.counts.next("run"), wall=START),
    "put": lambda worlds: worlds.put("", Scenario(start=START), wall=START),
    "reset": lambda worlds: worlds.reset("", wall=START),
    "snapshot": lambda worlds: worlds.snapshot("", wall=START),
    "drop": lambda worlds: worlds.drop(""),
}


@pytest.mark.parametrize("other", OTHERS)
def test_nobody_touches_a_world_while_work_is_done_on_it(worlds: MemoryWorlds, other: str) -> None:
    thread = Thread(target=OTHERS[other], args=(worlds,))

    def work(_: World) -> bool:
        thread.start()
        thread.join(A_WHILE)
        return thread.is_alive()

    assert worlds.run("", work, wall=START), f"{other} did not wait"
    thread.join()


def test_nobody_touches_a_world_while_a_call_is_handled(worlds: MemoryWorlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal is where a call ends; whoever comes then waits."""
    journal = worlds.run("", lambda world: world.journal, wall=START)
    append, waited = journal.append, []
    thread = Thread(target=OTHERS["run"], args=(worlds,))

    def append_slowly(exchange: object) -> None:
        thread.start()
        thread.join(A_WHILE)
        waited.append(thread.is_alive())
        append(exchange)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "append", append_slowly)
    call(worlds)
    thread.join()
    assert waited == [True]


@pytest.mark.usefixtures("restless")
def test_calls_of_many_threads_have_numbers_of_their_own_and_are_all_in_the_journal(worlds: MemoryWorlds) -> None:
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda _: call(worlds), range(400)))
    assert sorted(numbers) == list(range(1, 401))
    journal = worlds.run("", lambda world: [exchange.number for exchange in world.journal], wall=START)
    assert journal == list(range(1, 401))


@pytest.mark.usefixtures("restless")
def test_work_of_many_threads_adds_up(worlds: MemoryWorlds) -> None:
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda _: OTHERS["run"](worlds), range(400)))
    assert sorted(counts) == list(range(1, 401))  # type: ignore[type-var]
