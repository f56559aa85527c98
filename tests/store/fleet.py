"""A fleet: several `mockwx serve` processes on one Redis, and a client that is no bottleneck."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import forked
import requests
from free_ports import free_port

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"NO_PROXY": "*", "PYTHONWARNINGS": "error"}
QUERY = "appid=wx00000000mockshop&secret=mockwx-secret-shop&grant_type=authorization_code"


@dataclass
class Server:
    url: str
    """Of the Redis."""
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    from_nothing: bool = False
    """With an interpreter of its own, whose process is the server."""
    process: subprocess.Popen[str] | None = None

    def start(self, *, wait: bool = True) -> Server:
        """``wait`` False: it will serve before long."""
        folder = BIN if self.from_nothing else forked.programs()
        command = [folder / "mockwx", "serve", "--quiet", "--port", str(self.port), "--redis", self.url]
        self.process = subprocess.Popen(
            [*command, *self.arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
        if wait:
            self.ready()
        return self

    def ready(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert first == f"mockwx listening on {self.base}\n", first or self.process.communicate()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        assert self.process is not None
        self.process.send_signal(sign)
        _, said = self.process.communicate(timeout=60)
        code, self.process = self.process.returncode, None
        return code, said

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.base}/_mockwx/{path}", json=body, timeout=60)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def logins(self, count: int, **more: Any) -> list[str]:
        codes = []
        while len(codes) < count:
            some = min(5_000, count - len(codes))
            codes += self.control("POST", "phone/login", {"count": some} | more)["codes"]
        return codes


class Client:
    """One kept-alive connection; a new one after each failure."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._wire: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> dict[str, Any] | None:
        """The answer's JSON; None where there was no whole answer."""
        try:
            if self._wire is None:
                self._wire = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._wire
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            return dict(json.loads(await reader.readexactly(int(length.partition(b":")[2]))))
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return None

    async def exchange(self, code: str) -> int | None:
        """The errcode, 0 for a success, None for no answer."""
        found = await self.get(f"/sns/jscode2session?{QUERY}&js_code={code}")
        return None if found is None else int(found.get("errcode", 0))

    def close(self) -> None:
        if self._wire is not None:
            self._wire[1].close()
            self._wire = None


def successes(server: Server) -> list[str]:
    """The codes of all successful exchanges in the journal."""
    found = server.control("GET", "journal?api=code2session&errcode=0&limit=1000000")["entries"]
    return [each["request"]["query"]["js_code"] for each in found]


def soon(true: Any, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def counted(outcomes: Mapping[str, list[int | None]], errcode: int | None) -> int:
    return sum(each.count(errcode) for each in outcomes.values())
