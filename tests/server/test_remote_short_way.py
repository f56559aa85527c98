"""The short way to Redis: the same answers as aiohttp's server gives, each after what it tells is written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import Any

import pytest
import redis
from hypothesis import given, settings
from hypothesis import strategies as st
from real_redis import RedisServer

from mockwx.core.world import World
from mockwx.scenario.rule_parsing import rule_from
from mockwx.scenario.scenario import Scenario
from mockwx.server import half_close, http_server, short_way
from mockwx.server.remote_short_way import RemoteShortWay
from mockwx.store.redis.worlds import RedisWorlds
from mockwx.verbs import VERBS

from .both_ways import CODES, FULL, STILL, BothWays, Way, Wire, stands_still
from .random_calls import RULED, Call, agree, calls, cut, login, steady


class Loop(asyncio.SelectorEventLoop):
    """Knows what its threads are at."""

    def __init__(self) -> None:
        super().__init__()
        self.running: set[asyncio.Future[Any]] = set()

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        running = super().run_in_executor(executor, func, *args)
        self.running.add(running)
        running.add_done_callback(self.running.discard)
        return running


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Runner]:
    # Half a call goes to aiohttp as soon as nothing follows.
    monkeypatch.setattr(short_way, "HALF_SENT_SECONDS", 0.0)
    with asyncio.Runner(loop_factory=Loop) as runner:
        yield runner


NewWay = Callable[..., Way]


@pytest.fixture
def way(redis_server: RedisServer, runner: asyncio.Runner) -> Iterator[NewWay]:
    """Makes ways to the same Redis, in which there is nothing else."""
    url, loop = redis_server.url(), runner.get_loop()
    assert isinstance(loop, Loop)
    with redis.Redis.from_url(url) as client:

        def new(is_short: bool = True, scenario: Scenario = STILL) -> Way:
            client.flushdb()
            worlds = RedisWorlds(url)

            def is_busy() -> bool:
                return bool(loop.running or any(batcher._task for batcher in worlds._batchers.values()))

            return Way(is_short, scenario, worlds, is_busy)

        yield new


@pytest.fixture
def both_ways(runner: asyncio.Runner, way: NewWay) -> BothWays:
    return BothWays(runner, way)


@pytest.mark.filterwarnings("error")
@settings(steady, max_examples=settings().max_examples // 3)
@given(
    stream=st.lists(calls(), min_size=1, max_size=4),
    places=st.lists(st.integers(0, 3000), max_size=4),
    turns=st.sampled_from((0, 1, 40)),
    has_rules=st.booleans(),
    reads=st.booleans(),
)
def test_random_calls_are_answered_and_journalled_alike_on_both_ways_to_redis(
    both_ways: BothWays, stream: list[Call], places: list[int], turns: int, has_rules: bool, reads: bool
) -> None:
    def send(codes: list[str]) -> list[bytes]:
        return cut(b"".join(call(codes) for call in stream), places)

    agree(*both_ways(send, RULED if has_rules else STILL, turns=turns, reads=reads))


def test_what_comes_while_a_call_is_on_its_way_is_a_read_of_its_own_for_aiohttp(both_ways: BothWays) -> None:
    last = login("unknown", "Connection: upgrade, close")
    short, long = both_ways(lambda codes: [login(codes[0]) + last, login("unknown") * 2])
    assert short == long
    assert len(short.statuses) == 2
    assert 400 not in short.statuses


def test_pipelined_calls_are_answered_in_order_and_a_client_that_reads_late_gets_all(both_ways: BothWays) -> None:
    count = FULL // 150
    short, long = both_ways(lambda codes: [b"".join(map(login, codes)) + login("unknown") * count], reads=False)
    assert short == long
    assert len(short.answers) > FULL
    assert len(short.statuses) == CODES + count


def test_what_a_client_sends_while_its_call_is_on_its_way_is_not_read_before_the_answer(
    runner: asyncio.Runner, way: NewWay
) -> None:
    async def go() -> None:
        short = way()
        wire = short.wire()
        assert isinstance(wire.get_protocol(), RemoteShortWay)
        for code in short.codes:
            wire.send(login(code))
        assert wire.is_paused
        await short.settle(wire)
        assert not wire.is_paused
        assert wire.answers.count(b'"openid"') == CODES
        await short.server.stop()

    runner.run(go())


@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_client_that_has_closed_its_half_gets_all_answers_and_then_the_end(
    runner: asyncio.Runner, way: NewWay, is_short: bool, is_ruled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(half_close, "GONE_SECONDS", 60.0)
    other = {"name": "other", "when": {"api": "getuserphonenumber"}, "then": {"errcode": -1}}

    async def go() -> bytes:
        asked = way(is_short, stands_still(rules=[other]) if is_ruled else STILL)
        await asked.server.start("127.0.0.1", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", asked.server.port)
        writer.write(b"".join(map(login, asked.codes)))
        writer.write_eof()
        async with asyncio.timeout(60):
            answers = await reader.read()
        writer.close()
        await asked.server.stop()
        return answers

    assert runner.run(go()).count(b'"openid"') == CODES


def test_a_client_that_has_closed_its_half_and_reads_late_is_let_go_after_the_last_answer(
    runner: asyncio.Runner, way: NewWay
) -> None:
    async def go() -> Wire:
        short = way()
        wire = short.wire()
        wire.send(login(short.codes[0]))
        assert wire.get_protocol().eof_received()
        wire.get_protocol().pause_writing()
        await short.settle(wire)
        assert wire.is_gone
        await short.server.stop()
        return wire

    assert runner.run(go()).answers.count(b'"openid"') == 1


@pytest.mark.parametrize("is_short", [True, False])
def test_what_a_client_asked_for_is_done_also_if_it_leaves_before_the_answer(
    runner: asyncio.Runner, way: NewWay, is_short: bool
) -> None:
    async def go() -> Wire:
        asked = way(is_short)
        wire = asked.wire()
        wire.send(login(asked.codes[0]))
        for _ in range(2):  # aiohttp's server asks in a later turn than the short way
            await asyncio.sleep(0)
        wire.close()
        await asked.settle(wire)
        assert [exchange.errcode for exchange in asked.journal] == [0]
        await asked.server.stop()
        return wire

    assert runner.run(go()).answers == b""


@pytest.fixture
def patient_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends waits for its calls as long as a busy machine needs for them."""
    monkeypatch.setattr(http_server, "SHUTDOWN_SECONDS", 60.0)


@pytest.mark.usefixtures("patient_end")
def test_a_server_that_ends_answers_the_call_that_is_on_its_way_and_none_behind_it(
    runner: asyncio.Runner, way: NewWay
) -> None:
    async def go() -> Wire:
        short = way()
        await short.server.start("127.0.0.1", 0)
        wire = short.wire()
        wire.send(b"".join(map(login, short.codes)))
        await short.server.stop()
        assert [exchange.errcode for exchange in short.journal] == [0]
        return wire

    wire = runner.run(go())
    assert wire.is_gone
    assert wire.answers.count(b'"openid"') == 1


@pytest.mark.usefixtures("patient_end")
def test_a_server_that_ends_also_answers_a_call_that_meets_a_rule(runner: asyncio.Runner, way: NewWay) -> None:
    async def go() -> Wire:
        short = way(True, RULED)
        await short.server.start("127.0.0.1", 0)
        wire = short.wire()
        wire.send(login(short.codes[0]))
        await short.server.stop()
        return wire

    wire = runner.run(go())
    assert wire.is_gone
    assert b'{"errcode":-1,' in wire.answers


def test_a_server_ends_while_redis_hangs_and_the_call_gets_no_answer(
    runner: asyncio.Runner, way: NewWay, redis_server: RedisServer
) -> None:
    async def go() -> Wire:
        short = way()
        await short.server.start("127.0.0.1", 0)
        wire = short.wire()
        wire.send(login(short.codes[0]))
        await short.settle(wire)
        with redis.Redis(port=redis_server.port) as client:
            client.client_pause(60_000, all=False)  # scripts too
            try:
                wire.send(login(short.codes[1]))
                async with asyncio.timeout(60):
                    await short.server.stop()
            finally:
                client.client_unpause()
        return wire

    wire = runner.run(go())
    assert wire.is_gone
    assert wire.answers.count(b"HTTP/1.1 ") == 1


def add_rule(world: World) -> None:
    world.rules.add(rule_from({"name": "busy", "api": "code2session", "errcode": -1}))


def later(world: World) -> None:
    VERBS["clock.advance"].do(world, {"by": "5m1s"}, 0)


def block(world: World) -> None:
    VERBS["wechat.block_user"].do(world, {"user": "alice"}, 0)


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        (lambda worlds: worlds.run("", add_rule, wall=0), -1),
        (lambda worlds: worlds.run("", later, wall=0), 40029),
        (lambda worlds: worlds.run("", block, wall=0), 40226),
        (lambda worlds: worlds.put("", stands_still(seed="other"), wall=0), 40029),
        (lambda worlds: worlds.put("", stands_still(apps={}), wall=0), 40013),
        (lambda worlds: worlds.reset("", wall=0), 40029),
        (lambda worlds: worlds.drop(""), None),
    ],
    ids=["rule", "clock", "user", "renewed", "other apps", "reset", "removed"],
)
def test_what_one_server_changed_the_next_call_at_another_sees(
    runner: asyncio.Runner, way: NewWay, change: Callable[[RedisWorlds], object], errcode: int | None
) -> None:
    async def go() -> bytes:
        one = way()
        assert isinstance(one.worlds, RedisWorlds)
        other = RedisWorlds(one.worlds._url)
        wire = one.wire()
        for code in one.codes[:2]:
            wire.send(login(code))
            await one.settle(wire)
        assert wire.answers.count(b'"openid"') == 2, "it knows the world by now"
        before = len(wire.answers)
        change(other)
        wire.send(login(one.codes[2]))
        await one.settle(wire)
        await other.close()
        wire.close()
        await one.settle(wire)
        await one.server.stop()
        return wire.answers[before:]

    head, _, body = runner.run(go()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404 " if errcode is None else b"HTTP/1.1 200 ")
    assert json.loads(body).get("errcode") == errcode
