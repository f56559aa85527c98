"""What a developer waits for: the first answer of a server, and the commands that end by themselves."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

from bench.bare import LOGIN
from bench.call import Call
from bench.contenders import CODE2SESSION, REPOSITORY
from bench.machine import event_loop
from bench.measured import Measured, Target, compared, in_turn
from bench.peers import STRIPE_MOCK, WIREMOCK, Peer
from bench.processes import Process, free_port, running
from bench.scale import Scale

START = Target("≤", 1.0)
REFUSED = Call(LOGIN, "")
"""The first answer need not be a successful login."""


def startup(scale: Scale, with_peers: bool) -> list[Measured]:
    loop = event_loop()
    rounds = scale.rounds * 2

    def mockwx() -> contextlib.AbstractContextManager[Process]:
        port = free_port()
        return running([sys.executable, "-m", "mockwx", "serve", "--port", str(port)], port, REFUSED)

    def bare() -> contextlib.AbstractContextManager[Process]:
        port = free_port()
        return running([sys.executable, "-m", "bench.bare", str(port), loop], port, CODE2SESSION, cwd=REPOSITORY)

    what = "first answer after start, against a bare aiohttp app"
    measures = [compared("startup", what, "ms", in_turn(lambda: begun(mockwx()), lambda: begun(bare()), rounds), START)]
    for peer in (WIREMOCK, STRIPE_MOCK) if with_peers else ():
        key, what = f"startup.{peer.name}", f"… against {peer.name}"
        try:
            peer.install()
            pairs = in_turn(lambda: begun(mockwx()), partial(_begun_peer, peer), scale.rounds)
        except RuntimeError as error:
            measures.append(Measured(key, what, remark=str(error)))
        else:
            measures.append(compared(key, what, "ms", pairs, None))
    return measures


def _begun_peer(peer: Peer) -> float:
    return begun(peer.serving())


def begun(server: contextlib.AbstractContextManager[object]) -> float:
    """Milliseconds from the start of the process to its first whole answer."""
    began = time.perf_counter()
    with server:
        return (time.perf_counter() - began) * 1000


COMMANDS = {"exec": ("exec", "happy", "--", "true"), "scenarios": ("scenarios",)}
HALF = {"exec": Target("≤", 31.0), "scenarios": Target("≤", 20.0)}
"""Half of what they took before anything was loaded lazily."""


def commands(scale: Scale) -> Iterator[Measured]:
    """Short commands of mockwx, each in a process of its own, against one that does nothing."""
    for name, args in COMMANDS.items():
        pairs = in_turn(partial(lasted, "-m", "mockwx", *args), partial(lasted, "-c", "pass"), scale.rounds * 2)
        what = f"`mockwx {' '.join(args)}`, against `python -c pass`"
        yield compared(f"command.{name}", what, "ms", pairs, HALF[name])


def lasted(*arguments: str) -> float:
    """Milliseconds that a Python lived."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000
