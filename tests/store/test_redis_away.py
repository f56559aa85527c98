"""Redis goes away, is slow, or is another's: WeChat says -1, control calls 503, and nothing is half done."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis
import requests
from eventually import once_in
from free_ports import free_port
from real_redis import RedisServer

from mockwx.store.redis import keys

from .fleet import QUERY, Client, Server, counted, soon, successes


@pytest.fixture
def server(own_redis: RedisServer) -> Iterator[Server]:
    server = Server(own_redis.url(), ("--journal", "100000")).start()
    yield server
    server.kill()


@contextmanager
def stopped(process: int) -> Iterator[None]:
    """As a machine that swaps, or a network that swallows everything."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def get(server: Server, path: str, **more: Any) -> requests.Response:
    return requests.get(server.base + path, timeout=60, **more)


def exchange(server: Server, code: str) -> dict[str, Any]:
    return dict(get(server, f"/sns/jscode2session?{QUERY}&js_code={code}").json())


@pytest.mark.parametrize(
    ("path", "label", "suffix"),
    [
        ("/sns/jscode2session", "text/plain", ", rid: "),
        ("/cgi-bin/token", "application/json; encoding=utf-8", " rid: "),
        ("/no/such/path", "application/json; encoding=utf-8", " rid: "),
    ],
)
def test_without_redis_wechat_says_minus_1_in_the_dialect_of_the_path(
    server: Server, own_redis: RedisServer, path: str, label: str, suffix: str
) -> None:
    own_redis.kill()
    answer = get(server, path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == label
    found = answer.json()
    assert found["errcode"] == -1
    assert found["errmsg"].startswith(f"system error{suffix}")
    assert answer.headers["X-Mockwx-Trace"] == "0"


def test_without_redis_a_control_call_is_503_in_both_languages(server: Server, own_redis: RedisServer) -> None:
    own_redis.kill()
    for method, path in (("GET", "health"), ("POST", "phone/login"), ("GET", "journal"), ("PUT", "scenario")):
        answer = requests.request(method, f"{server.base}/_mockwx/{path}", json={"user": "alice"}, timeout=60)
        if path != "scenario":
            assert answer.status_code == 503, path
            assert answer.json()["where"] == "redis"
            assert "Redis does not do its work" in answer.json()["error"]
            assert "Redis 无法工作" in answer.json()["error"]


def test_when_redis_is_back_all_is_well_without_a_restart(server: Server, own_redis: RedisServer) -> None:
    before, after = server.logins(2)
    assert "openid" in exchange(server, before)
    own_redis.kill()
    assert exchange(server, after)["errcode"] == -1
    own_redis.start()
    assert exchange(server, before)["errcode"] == 40163
    assert "openid" in exchange(server, after)
    assert server.control("GET", "health")["status"] == "ok"
    assert server.stop()[0] == 0


async def test_redis_killed_in_mid_load_keeps_what_it_said_where_it_writes_all_to_a_file(
    server: Server, own_redis: RedisServer
) -> None:
    codes = server.logins(600, people=100)
    outcomes: dict[str, list[int | None]] = {code: [] for code in codes}

    async def caller(nth: int) -> None:
        client = Client(server.port)
        for code in codes[nth::8]:
            while (errcode := await client.exchange(code)) == -1:
                outcomes[code].append(errcode)
                await asyncio.sleep(0.05)
            outcomes[code].append(errcode)
        client.close()

    async def outages() -> None:
        for _ in range(3):
            goal = counted(outcomes, 0) + 100
            await asyncio.to_thread(soon, lambda goal=goal: counted(outcomes, 0) >= goal)
            await asyncio.to_thread(own_redis.kill)
            await asyncio.sleep(0.2)
            await asyncio.to_thread(own_redis.start)

    await asyncio.gather(outages(), *(caller(nth) for nth in range(8)))
    assert counted(outcomes, -1) > 0, "no call met an outage: this proved nothing"
    assert {each for answers in outcomes.values() for each in answers} <= {0, -1, 40163}
    # Who meets 40163 was told -1 before: the commit was done, and its answer lost.
    assert all(answers[:-1] == [-1] * (len(answers) - 1) for answers in outcomes.values())
    assert all(len(answers) > 1 for answers in outcomes.values() if answers[-1] == 40163)
    accounted = successes(server)
    assert len(accounted) == len(set(accounted)) == len(codes)


def test_a_redis_that_hangs_costs_a_call_no_more_than_the_time_out(server: Server, own_redis: RedisServer) -> None:
    spent, fresh = server.logins(2)
    assert "openid" in exchange(server, spent)
    with stopped(own_redis.pid):

        def in_time() -> bool:
            began = time.monotonic()
            assert exchange(server, fresh)["errcode"] == -1
            return time.monotonic() - began < 6  # two seconds for an answer, and what a busy machine adds

        assert once_in(5, in_time)
    assert soon(lambda: exchange(server, spent)["errcode"] == 40163)
    assert "openid" in exchange(server, fresh)


def test_the_url_can_set_the_time_out(own_redis: RedisServer) -> None:
    server = Server(f"{own_redis.url()}?socket_timeout=0.2").start()
    try:
        with stopped(own_redis.pid):

            def in_time() -> bool:
                began = time.monotonic()
                assert exchange(server, "nothing")["errcode"] == -1
                return time.monotonic() - began < 1.9  # without it two seconds

            assert once_in(10, in_time)
    finally:
        server.kill()


async def test_a_commit_whose_answer_is_lost_is_in_the_journal_if_the_code_is_spent(
    server: Server, own_redis: RedisServer
) -> None:
    """Redis stops for longer than the time-out while calls are on their way, again and again."""
    codes = server.logins(600, people=100)
    answers: dict[str, int | None] = {}

    async def caller(nth: int) -> None:
        client = Client(server.port)
        for code in codes[nth::8]:
            answers[code] = await client.exchange(code)
        client.close()

    async def hiccups() -> None:
        await asyncio.to_thread(soon, lambda: len(answers) >= 20)
        with stopped(own_redis.pid):
            await asyncio.sleep(2.5)

    await asyncio.gather(hiccups(), *(caller(nth) for nth in range(8)))
    assert set(answers.values()) == {0, -1}
    accounted = set(successes(server))
    assert {code for code, errcode in answers.items() if errcode == 0} <= accounted
    for code in [code for code, errcode in answers.items() if errcode == -1]:
        expected = 40163 if code in accounted else 0
        assert exchange(server, code).get("errcode", 0) == expected


def started(*arguments: str) -> tuple[int, str]:
    import subprocess

    from .fleet import BIN, ENVIRONMENT

    ended = subprocess.run(
        [BIN / "mockwx", "serve", "--port", "0", *arguments],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stderr


def test_the_data_of_another_version_is_refused_with_what_to_do(redis_server: RedisServer) -> None:
    url = redis_server.url()
    with redis.Redis.from_url(url) as client:
        client.set(keys.FORMAT_KEY, "99")
        code, said = started("--redis", url)
        assert code == 2
        assert "format 99, not 1" in said
        assert "格式 99" in said
        assert client.keys("*") == [keys.FORMAT_KEY.encode()]


def test_a_redis_that_is_not_there_is_told_at_start_without_its_password() -> None:
    code, said = started("--redis", f"redis://me:tell-nobody@127.0.0.1:{free_port()}/0")
    assert code == 2
    assert "Redis does not do its work" in said
    assert "Redis 无法工作" in said
    assert "tell-nobody" not in said


def test_what_is_no_url_of_a_redis_is_told_at_start() -> None:
    code, said = started("--redis", "127.0.0.1:6379")
    assert code == 2
    assert "redis://127.0.0.1:6379/0" in said
