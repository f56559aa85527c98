"""Contenders: servers that answer the same login, each in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import Process, free_port, running

LOGIN = "/sns/jscode2session"
APP = "appid=wx00000000mockshop&secret=mockwx-secret-shop&grant_type=authorization_code"
PIECE = 20_000
"""Codes that are made by one call."""


@dataclass(frozen=True)
class Contender:
    name: str
    port: int
    process: Process
    warmup: float = 1.0
    """Seconds of load before it is as fast as it gets."""

    def login(self, code: str) -> tuple[str, list[str]]:
        """Label and keys of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", f"{LOGIN}?{APP}&js_code={code}")
        answer = connection.getresponse()
        found = answer.headers["Content-Type"], list(json.load(answer))
        connection.close()
        return found


class MockWx(Contender):
    """``mockwx serve`` with its control plane."""

    def control(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method, f"/_mockwx/{path}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            found = json.load(answer)
        finally:
            connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {found}")
        return found

    def codes(self, count: int, piece: int = PIECE) -> list[str]:
        """At least so many fresh codes, made by ``piece`` at once, and of as many people."""
        found: list[str] = []
        while len(found) < count:
            found += self.control("POST", "phone/login", {"count": piece, "people": piece})["codes"]
        return found

    def loop(self) -> str:
        """The event loop that it runs on, as it says or as its memory shows."""
        said = self.control("GET", "health").get("loop")
        return str(said) if said else "uvloop" if self.process.has_loaded("uvloop") else "asyncio"


@contextlib.contextmanager
def mockwx(*options: str, name: str = "mockwx") -> Iterator[MockWx]:
    port = free_port()
    command = [sys.executable, "-m", "mockwx", "serve", "--quiet", "--port", str(port), *options]
    with running(command, port, "/_mockwx/health") as process:
        yield MockWx(name, port, process)


@contextlib.contextmanager
def bare(loop: str) -> Iterator[Contender]:
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), loop]
    with running(command, port, LOGIN, cwd=Path(__file__).parents[1]) as process:
        yield Contender("bare aiohttp", port, process)


def compare_answers(ours: MockWx, other: Contender) -> None:
    """:raises RuntimeError: the other one answers something else, and to compare them would prove nothing."""
    code = ours.codes(1)[0]
    mine, its = ours.login(code), other.login(code)
    if mine != its:
        raise RuntimeError(f"{ours.name} answers {mine}, {other.name} {its}")
