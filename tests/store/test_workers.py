"""`mockwx serve --workers`: several processes behind one port, and a parent that looks after them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import forked
import pytest
import requests
from click.testing import CliRunner
from real_redis import RedisServer

from mockwx.cli import main

from .fleet import ENVIRONMENT, Client, Server, soon

WORKERS = ("--workers", "2", "--journal", "100000")


@pytest.fixture
def server(redis_server: RedisServer) -> Iterator[Server]:
    yield from served(Server(redis_server.url(), WORKERS))


@pytest.fixture
def server_from_nothing(redis_server: RedisServer) -> Iterator[Server]:
    yield from served(Server(redis_server.url(), WORKERS, from_nothing=True))


def served(server: Server) -> Iterator[Server]:
    server.start()
    yield server
    if server.process is not None:
        server.stop()


def answering(server: Server) -> set[int]:
    """The processes that answer on the port; each request comes on a connection of its own."""
    found = set()
    for _ in range(30):
        # Whoever waited to be let in by a worker that was killed is cut off with it.
        with suppress(requests.ConnectionError):
            answer = requests.get(f"{server.base}/_mockwx/health", headers={"Connection": "close"}, timeout=60)
            found.add(answer.json()["pid"])
    return found


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_two_workers_share_one_port_and_one_world(server_from_nothing: Server) -> None:
    server = server_from_nothing
    workers = answering(server)
    assert len(workers) == 2
    assert server.process is not None
    assert server.process.pid not in workers
    codes = server.logins(400, people=50)
    clients = [Client(server.port) for _ in range(16)]

    async def caller(nth: int) -> list[int | None]:
        return [await clients[nth].exchange(code) for code in codes[nth // 2 :: 8]]

    found = [each for some in await asyncio.gather(*map(caller, range(16))) for each in some]
    for client in clients:
        client.close()
    assert (found.count(0), found.count(40163)) == (400, 400)


def test_a_worker_that_is_killed_is_replaced_and_the_port_stays_open(server: Server) -> None:
    before = answering(server)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    assert soon(lambda: not is_running(victim))
    assert soon(lambda: len(answering(server) - {victim}) == 2)
    assert len(answering(server) & before) == 1
    code, said = server.stop()
    assert code == 0
    assert "was started again" in said
    assert "已重新启动" in said


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_them_cleanly(server_from_nothing: Server, sign: signal.Signals) -> None:
    workers = answering(server_from_nothing)
    code, said = server_from_nothing.stop(sign)
    assert code == 0
    assert said == ""
    assert not any(map(is_running, workers))


def test_workers_do_not_outlive_a_parent_that_is_killed(server: Server) -> None:
    workers = answering(server)
    assert server.process is not None
    server.process.kill()
    assert soon(lambda: not any(map(is_running, workers)))
    server.kill()


def test_port_0_the_ready_file_and_the_token_work(redis_server: RedisServer, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    arguments = ["--port", "0", "--redis", redis_server.url(), "--workers", "2"]
    with subprocess.Popen(
        [forked.programs() / "mockwx", "serve", *arguments, "--ready-file", ready, "--token", "mine"],
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("mockwx listening on ").strip()
        assert soon(ready.exists)
        assert ready.read_text() == f"{url}\n"
        for _ in range(6):
            asked = f"{url}/_mockwx/journal"
            assert requests.get(asked, timeout=60).status_code == 401
            assert requests.get(asked, headers={"Authorization": "Bearer mine"}, timeout=60).status_code == 200
        process.terminate()
        assert process.wait(timeout=60) == 0
    assert not ready.exists()


def test_a_port_in_use_is_told_also_where_its_holder_would_share_it(server: Server) -> None:
    second = subprocess.run(
        [forked.programs() / "mockwx", "serve", "--port", str(server.port), "--redis", server.url, "--workers", "2"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert second.stdout == ""
    assert "--port 0" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("option", [["--workers", "2"], ["--fresh"]])
def test_without_redis_it_is_refused_with_the_reason_in_both_languages(option: list[str]) -> None:
    ended = CliRunner().invoke(main, ["serve", "--port", "0", *option])
    assert ended.exit_code == 2
    assert f"{option[0]} goes with --redis URL" in ended.output
    assert "须与 --redis URL 一起使用" in ended.output


def test_a_missing_package_is_told_with_how_to_install_it() -> None:
    program = "import sys; sys.modules['redis'] = None; from mockwx.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "serve", "--redis", "redis://127.0.0.1:1/0"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "pip install 'mockwx[redis]'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_without_redis_loads_neither_redis_nor_pydantic() -> None:
    program = (
        "import sys; from mockwx.store.memory.worlds import MemoryWorlds;"
        "from mockwx.server.http_server import HttpServer;"
        "import mockwx.cli.serve; HttpServer(MemoryWorlds());"
        "print([each for each in ('redis', 'pydantic', 'hiredis') if each in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "[]\n"
