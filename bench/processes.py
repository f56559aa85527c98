"""Processes under test: started, asked what they use, and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from bench.call import Call

PATIENCE = 60.0
"""Seconds that a server may take to begin: a Java machine on a busy one needs some."""
PAUSE = 0.002
"""Seconds between two looks whether it answers: the start of servers is measured by it."""


class Process:
    """A process with all its children."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)

    @property
    def _all(self) -> list[psutil.Process]:
        return [self._root, *self._root.children(recursive=True)]

    def busy(self) -> float:
        """Seconds of processor time used so far."""
        times = [process.cpu_times() for process in self._all]
        return sum(used.user + used.system for used in times)

    def resident(self) -> float:
        """Megabytes (of 1,000,000 bytes) of memory that is really there."""
        return sum(process.memory_info().rss for process in self._all) / 1e6

    def has_loaded(self, library: str) -> bool:
        """Whether a library's code is in its memory; only Linux can tell."""
        maps = Path(f"/proc/{self._root.pid}/maps")
        return maps.exists() and f"/{library}/" in maps.read_text()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(
    command: Sequence[str],
    port: int,
    ready: Call | None,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[Process]:
    """A server, once it answers ``ready`` rightly; None waits for the open port alone.

    :raises RuntimeError: it ended by itself, or never answered; with the end of what it printed.
    """
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            command,
            stdout=printed,
            stderr=printed,
            stdin=subprocess.DEVNULL,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
        try:
            until = time.monotonic() + PATIENCE
            while not (is_open(port) if ready is None else ready.is_answered(port)):
                if process.poll() is not None or time.monotonic() > until:
                    printed.seek(0)
                    raise RuntimeError(f"{command[0]} does not serve: {printed.read().decode(errors='replace')[-500:]}")
                time.sleep(PAUSE)
            yield Process(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
