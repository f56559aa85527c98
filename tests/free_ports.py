"""Ports for servers that a test starts: free ones, that no connection takes by chance and no other worker picks.

A port that the system picks (0) lies among those of outgoing connections: between picking and listening, and while a
server restarts, any of them may take it; even the one that asks whether somebody listens there, by reaching itself.
"""

from __future__ import annotations

import atexit
import itertools
import os
import socket

FIRST, PER_WORKER, WORKERS = 20_000, 1_000, 12
"""Below what Linux, macOS and Windows give to outgoing connections."""
_claims: list[socket.socket] = []
"""UDP sockets of the same numbers: between picking and listening they keep other runs on this machine away."""
_counter = itertools.count(os.getpid() * 7)  # other runs on this machine begin elsewhere


@atexit.register
def _give_back() -> None:
    for claim in _claims:
        claim.close()


def free_port() -> int:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    for number in itertools.islice(_counter, PER_WORKER):
        port = FIRST + worker * PER_WORKER + number % PER_WORKER
        claim = socket.socket(type=socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port
    raise RuntimeError("no port is free")
