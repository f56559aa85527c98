"""What a test waits for: pytest with the plugin, the first test of a session, a fresh world."""

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

from bench.call import PLACE
from bench.contenders import CODE2SESSION
from bench.measured import Measured, Target, alone, compared, in_turn
from bench.peers import NotInstalled
from bench.peers.httpserver import HTTPSERVER_PATH, install_httpserver

FIRST_TEST = Target("≤", 1.5)
NO_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
NOTHING = "def test_nothing():\n    pass\n"
WITH_MOCKWX = """\
import http.client


def test_login(mockwx):
    app, code = mockwx.app, mockwx.login("alice")
    connection = http.client.HTTPConnection(mockwx.url.removeprefix("http://"))
    connection.request("GET", f"/sns/jscode2session?appid={app.appid}&secret={app.secret}"
                              f"&grant_type=authorization_code&js_code={code}")
    assert b"openid" in connection.getresponse().read()
"""
WITH_HTTPSERVER = """\
import http.client


def test_login(httpserver):
    httpserver.expect_request("/sns/jscode2session").respond_with_json({"openid": "o", "session_key": "k"})
    connection = http.client.HTTPConnection(httpserver.host, httpserver.port)
    connection.request("GET", "/sns/jscode2session?appid=a&secret=s&grant_type=authorization_code&js_code=c")
    assert b"openid" in connection.getresponse().read()
"""


def run_pytest(test: str, *options: str, path: Path | None = None) -> tuple[float, float]:
    """Milliseconds on the wall and of processor time, of a whole run of one test."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_it.py").write_text(test, encoding="utf-8")
        env = os.environ | NO_PLUGINS | ({"PYTHONPATH": str(path)} if path is not None else {})
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options]
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
        took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"pytest failed: {done.stdout[-500:]}{done.stderr[-500:]}")
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return took * 1000, used * 1000


def first_test(rounds: int) -> list[Measured]:
    """What a fixture and a login add to a run of one test, against the fixture that one would take instead."""
    what = "first test of a session with the fixture and one call: what it adds to a run, against pytest-httpserver"
    try:
        install_httpserver()
    except NotInstalled as error:
        return [Measured("first_test", what, target=FIRST_TEST, remark=str(error))]

    def added(test: str, plugin: str, path: Path | None = None) -> tuple[float, float]:
        (took, used), (took_without, used_without) = run_pytest(test, "-p", plugin, path=path), run_pytest(NOTHING)
        return took - took_without, used - used_without

    rounds_of_both = [
        (
            added(WITH_MOCKWX, "mockwx.pytest_plugin"),
            added(WITH_HTTPSERVER, "pytest_httpserver.pytest_plugin", HTTPSERVER_PATH),
        )
        for _ in range(rounds * 2 + 1)
    ][1:]
    wall, processor = ([(ours[nth], other[nth]) for ours, other in rounds_of_both] for nth in (0, 1))
    return [
        compared("first_test", what, "ms", wall, FIRST_TEST),
        compared("first_test.cost", "… by processor time alone", "ms", processor, None),
    ]


def empty_pytest(rounds: int) -> Measured:
    """Processor time of a project with one trivial test; no other plugin is there to hide the difference."""
    pairs = in_turn(
        lambda: run_pytest(NOTHING, "-p", "mockwx.pytest_plugin")[1], lambda: run_pytest(NOTHING)[1], rounds
    )
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
        connection = http.client.HTTPConnection(mockwx.url.removeprefix("http://"))

        def renew() -> float:
            began = time.perf_counter()
            mockwx.renew(Scenario(), series=str(began))
            return (time.perf_counter() - began) * 1000

        def login() -> float:
            code = mockwx.login("alice")
            began = time.perf_counter()
            connection.request("GET", CODE2SESSION.target.replace(PLACE, code))
            connection.getresponse().read()
            return (time.perf_counter() - began) * 1000

        renewals, logins = zip(*in_turn(renew, login, rounds * 20), strict=True)
        connection.close()
    what = "a fresh world for a test, beside one login over the socket"
    return alone("renew", what, "ms", renewals, Target("<", 1.0), other=statistics.median(logins))
