"""Does a crowd of hanging calls slow down anybody else: 2,000 held connections against an idle server."""

from __future__ import annotations

import http.client
import resource
import socket
import time

from bench.call import PLACE
from bench.contenders import CODE2SESSION, MockWx, mockwx
from bench.measured import Measured, Target, compared

CROWD = 2_000


def hold(server: MockWx) -> list[socket.socket]:
    """A crowd whose logins hang, each on a connection of its own."""
    server.control("POST", "rules", {"when": {"api": "code2session", "user": "alice"}, "then": {"net": "hang"}})
    held = []
    for code in server.control("POST", "phone/login", {"user": "alice", "count": CROWD})["codes"]:
        connection = socket.create_connection(("127.0.0.1", server.port))
        connection.sendall(CODE2SESSION.spelt(code).encode())
        held.append(connection)
    server.control("POST", "verify", {"calls": [{"api": "code2session", "user": "alice", "count": CROWD}]})
    return held


def held_calls(seconds: float) -> Measured:
    """``seconds``: how long the crowd is held, at the least."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, CROWD * 2)), hard))
    with mockwx() as crowded, mockwx() as idle:
        crowd = hold(crowded)
        began = time.monotonic()
        lines = {server.port: http.client.HTTPConnection("127.0.0.1", server.port) for server in (crowded, idle)}

        def login(server: MockWx) -> float:
            code = server.control("POST", "phone/login", {"user": "bob"})["code"]
            line = lines[server.port]
            before = time.perf_counter()
            line.request("GET", CODE2SESSION.target.replace(PLACE, code))
            answer = line.getresponse().read()
            took = (time.perf_counter() - before) * 1000
            assert b"openid" in answer, answer
            return took

        pairs = []
        while time.monotonic() - began < seconds:
            pairs.append((login(crowded), login(idle)))
        for connection in crowd:
            connection.close()
        for line in lines.values():
            line.close()
    what = f"a login beside {CROWD:,} hanging calls, against an idle server"
    return compared("held", what, "ms", pairs, Target("<", 1.5))
