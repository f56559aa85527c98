"""What a test or a developer waits for: the start of a server, the fixture, the plugin, pytest itself."""

from __future__ import annotations

import http.client
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.contenders import LOGIN
from bench.measured import Measured, Target, alone, compared, in_turn
from bench.processes import free_port


def first_answer(command: list[str], port: int) -> float:
    """Milliseconds from the start of the process to its first whole answer."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                connection.request("GET", LOGIN)
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


def startup(rounds: int, loop: str) -> Measured:
    def mockwx() -> float:
        port = free_port()
        return first_answer([sys.executable, "-m", "mockwx", "serve", "--port", str(port)], port)

    def bare() -> float:
        port = free_port()
        return first_answer([sys.executable, "-m", "bench.bare", str(port), loop], port)

    what = "first answer after start, against a bare aiohttp app"
    return compared("startup", what, "ms", in_turn(mockwx, bare, rounds), Target("≤", 1.5))


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

        pairs = in_turn(lambda: run("-p", "mockwx.pytest_plugin"), run, rounds)
    what = "pytest of an empty project, with and without mockwx, processor time"
    return compared("pytest", what, "ms", pairs, Target("<", 1.1))


def plugin_import(rounds: int) -> Measured:
    """Processor time in a fresh interpreter that has imported pytest already."""
    timed = (
        "import pytest, time; began = time.process_time(); import mockwx.pytest_plugin; "
        "print((time.process_time() - began) * 1000)"
    )

    def once() -> float:
        return float(subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True).stdout)

    what = "importing the pytest plugin, processor time"
    return alone("plugin", what, "ms", [once() for _ in range(rounds * 3)], Target("<", 5.0))


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

        renewals, logins = zip(*in_turn(renew, login, rounds * 20), strict=True)
        connection.close()
    what = "a fresh world for a test, beside one login over the socket"
    return alone("renew", what, "ms", renewals, Target("<", 1.0), other=statistics.median(logins))
