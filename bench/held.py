"""Does a crowd of hanging calls slow down anybody else: 2,000 held connections against an idle server."""

from __future__ import annotations

import contextlib
import http.client
import json
import resource
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from bench.measures import Measured

CROWD = 2_000
HELD = 10.0
"""Seconds for which the crowd is held, at the least."""
APP = "appid=wx00000000mockshop&secret=mockwx-secret-shop&grant_type=authorization_code"


@contextlib.contextmanager
def served() -> Iterator[int]:
    """The port of a server of its own."""
    command = [sys.executable, "-m", "mockwx", "serve", "--port", "0", "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline().rsplit(":", 1)[1])
    finally:
        process.terminate()
        process.wait()


def control(port: int, path: str, body: object) -> dict[str, object]:
    url = f"http://127.0.0.1:{port}/_mockwx/{path}"
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
    with urllib.request.urlopen(request) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def hold(port: int) -> list[socket.socket]:
    """A crowd whose logins hang, each on a connection of its own."""
    control(port, "rules", {"when": {"api": "code2session", "user": "alice"}, "then": {"net": "hang"}})
    codes = control(port, "phone/login", {"user": "alice", "count": CROWD})["codes"]
    assert isinstance(codes, list)
    held = []
    for code in codes:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(f"GET /sns/jscode2session?{APP}&js_code={code} HTTP/1.1\r\nHost: mockwx\r\n\r\n".encode())
        held.append(connection)
    control(port, "verify", {"calls": [{"api": "code2session", "user": "alice", "count": CROWD}]})
    return held


def held_calls() -> Measured:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, CROWD * 2)), hard))
    with served() as crowded, served() as idle:
        crowd = hold(crowded)
        began = time.monotonic()
        lines = {port: http.client.HTTPConnection("127.0.0.1", port) for port in (crowded, idle)}

        def login(port: int) -> float:
            code = control(port, "phone/login", {"user": "bob"})["code"]
            before = time.perf_counter()
            lines[port].request("GET", f"/sns/jscode2session?{APP}&js_code={code}")
            answer = lines[port].getresponse().read()
            took = (time.perf_counter() - before) * 1000
            assert b"openid" in answer, answer
            return took

        pairs = []
        while time.monotonic() - began < HELD:
            pairs.append((login(crowded), login(idle)))
        ours, other = (statistics.median(each) for each in zip(*pairs, strict=True))
        for connection in crowd:
            connection.close()
        for line in lines.values():
            line.close()
    name = f"a login beside {CROWD} hanging calls, against an idle server"
    return Measured(name, ours, other, "< 1.5", ours / other < 1.5)
