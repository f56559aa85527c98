"""What is measured: each measure gives the medians of two things done in turn, and their ratio."""

from __future__ import annotations

import http.client
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    ours: float
    """Median, in milliseconds."""
    other: float
    target: str
    met: bool

    @property
    def ratio(self) -> float:
        return self.ours / self.other


def in_turn(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of both, measured in turn after one round that does not count."""
    pairs = [(ours(), other()) for _ in range(rounds + 1)][1:]
    return statistics.median(each[0] for each in pairs), statistics.median(each[1] for each in pairs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def first_answer(command: list[str], port: int) -> float:
    """Milliseconds from the start of the process to its first whole answer."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                connection.request("GET", "/sns/jscode2session")
                connection.getresponse().read()
                return (time.perf_counter() - began) * 1000
            except ConnectionError:
                if process.poll() is not None:
                    raise RuntimeError(f"{command} ended with {process.returncode}") from None
                time.sleep(0.002)
            finally:
                connection.close()
    finally:
        process.terminate()
        process.wait()


def startup(rounds: int) -> Measured:
    def mockwx() -> float:
        port = free_port()
        return first_answer([sys.executable, "-m", "mockwx", "serve", "--port", str(port)], port)

    def bare() -> float:
        port = free_port()
        return first_answer([sys.executable, "-m", "bench.bare", str(port)], port)

    ours, other = in_turn(mockwx, bare, rounds)
    return Measured("first answer after start, against a bare aiohttp app", ours, other, "< 2.0", ours / other < 2.0)


def empty_pytest(rounds: int) -> Measured:
    """Processor time of a project with one trivial test; no other plugin is there to hide the difference."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_nothing.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
        alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

        def run(*options: str) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options],
                cwd=folder,
                env=alone,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000

        ours, other = in_turn(lambda: run("-p", "mockwx.pytest_plugin"), run, rounds)
    return Measured("pytest of an empty project, with and without mockwx", ours, other, "< 1.1", ours / other < 1.1)


def fresh_world(rounds: int) -> Measured:
    """What the fixture costs per test, beside one login over the socket."""
    from mockwx.mock import MockWx
    from mockwx.scenario.scenario import Scenario

    with MockWx() as mockwx:
        app = mockwx.app
        host, _, port = mockwx.url.removeprefix("http://").partition(":")
        connection = http.client.HTTPConnection(host, int(port))
        path = f"/sns/jscode2session?appid={app.appid}&secret={app.secret}&grant_type=authorization_code&js_code="

        def renew() -> float:
            began = time.perf_counter()
            mockwx.renew(Scenario(), series=str(began))
            return (time.perf_counter() - began) * 1000

        def login() -> float:
            code = mockwx.login("alice")
            began = time.perf_counter()
            connection.request("GET", path + code)
            connection.getresponse().read()
            return (time.perf_counter() - began) * 1000

        ours, other = in_turn(renew, login, rounds * 20)
        connection.close()
    return Measured("a fresh world for a test, against one login over the socket", ours, other, "< 2 ms", ours < 2.0)
