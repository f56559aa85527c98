"""Interception: calls as WeChat's own host in TLS, beside the same calls in plain HTTP."""

from __future__ import annotations

import http.client
import ssl
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.call import PLACE
from bench.contenders import CODE2SESSION, MockWx, mockwx
from bench.measured import Measured, compared, in_turn
from bench.scale import Scale

HOST = "api.weixin.qq.com"
CA = "mockwx-ca.pem"
KEPT = 200
"""Calls on a connection that is kept."""


class _Leading(http.client.HTTPSConnection):
    """To a port of this machine, with WeChat's name in TLS."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(HOST, context=trust, timeout=60)
        self._port, self._trust = port, trust

    def connect(self) -> None:
        plain = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        plain.connect()
        assert plain.sock is not None
        self.sock = self._trust.wrap_socket(plain.sock, server_hostname=HOST)


def interception(scale: Scale) -> list[Measured]:
    measures = []
    with tempfile.TemporaryDirectory() as folder, mockwx("--ca-dir", folder) as server:
        trust = ssl.create_default_context(cafile=str(Path(folder, CA)))

        def encrypted() -> http.client.HTTPConnection:
            return _Leading(server.port, trust)

        def plain() -> http.client.HTTPConnection:
            return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

        for calls, connections, what in ((1, 20, "one login"), (KEPT, 1, f"each of {KEPT} logins")):
            took = partial(logins, server, calls, connections)
            pairs = in_turn(partial(took, encrypted), partial(took, plain), scale.rounds)
            label = f"TLS interception: {what} on a connection of its own, against plain HTTP"
            measures.append(compared(f"tls.{calls}", label, "ms", pairs, None))
    return measures


def logins(server: MockWx, calls: int, connections: int, connect: Callable[[], http.client.HTTPConnection]) -> float:
    """Milliseconds for each login, connecting included; one after another."""
    codes = iter(server.codes(calls * connections, lot=calls * connections))
    began = time.perf_counter()
    for _ in range(connections):
        connection = connect()
        for _ in range(calls):
            connection.request("GET", CODE2SESSION.target.replace(PLACE, next(codes)))
            answer = connection.getresponse().read()
            if CODE2SESSION.proof.encode() not in answer:
                raise RuntimeError(f"a login failed: {answer!r}")
        connection.close()
    return (time.perf_counter() - began) * 1000 / (calls * connections)
