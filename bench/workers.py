"""Two processes of ``--workers 2`` on one Redis, against one process that keeps its worlds in memory."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator

from bench.contenders import mockwx
from bench.load import missing
from bench.measured import Measured, Target, compared
from bench.processes import free_port, running
from bench.scale import Scale
from bench.throughput import pairs, rounds_of

SPEED = Target("≥", 1.5)


def offered() -> bool:
    """Whether this mockwx has the options."""
    command = [sys.executable, "-m", "mockwx", "serve", "--help"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "--workers" in text and "--redis" in text


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The URL of a server of its own, which writes nothing to the disk."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with running(command, port, path=""):
        yield f"redis://127.0.0.1:{port}/0"


def workers(scale: Scale) -> Measured:
    what = "logins per second of --workers 2 over Redis, against one process in memory"
    why = missing() or (None if shutil.which("redis-server") else "redis-server is not installed")
    if why is not None:
        return Measured("workers", what, target=SPEED, remark=why)
    with redis() as url, mockwx("--workers", "2", "--redis", url, name="workers") as many, mockwx() as one:
        found = rounds_of((many, one), scale.rounds, scale.seconds)
    return compared("workers", what, "/s", pairs(found, "workers", "mockwx", "rate"), SPEED)
