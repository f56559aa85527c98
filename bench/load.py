"""The load: wrk with a fresh code in every request, and what one round of it found."""

from __future__ import annotations

import resource
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contenders import APP, LOGIN, Contender

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Round:
    rate: float
    """Successful logins per second."""
    p99: float
    """Milliseconds."""
    cost: float
    """Microseconds of the server's processor time per login."""
    busy: float
    """Processors that the server kept busy; 1.0 is one."""
    load: float
    """Processors that wrk kept busy."""


def missing() -> str | None:
    """Why there can be no load; None if there can."""
    return None if shutil.which("wrk") else "wrk is not installed (apt-get install wrk, brew install wrk)"


def drive(contender: Contender, codes: Sequence[str], seconds: float) -> Round:
    """:raises RuntimeError: an answer was no successful login."""
    with tempfile.NamedTemporaryFile("w", suffix=".codes") as file:
        file.write("\n".join(codes))
        file.flush()
        script = Path(__file__).with_name("login.lua")
        url = f"http://127.0.0.1:{contender.port}{LOGIN}?{APP}"
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(script)]
        before, own = contender.process.busy(), _children()
        run = subprocess.run(["wrk", *options, url, "--", file.name], capture_output=True, text=True, check=True)
        busy, load = contender.process.busy() - before, _children() - own
    figures = read_figures(run.stdout)
    figures.judge(contender.name, len(codes))
    logins, lasted = figures.logins, figures.lasted
    return Round(logins / lasted, figures.p99 / 1000, busy / logins * 1e6, busy / lasted, load / lasted)


def spend(contender: Contender, codes: Sequence[str], at_once: int = 100) -> None:
    """Every code once, without a look at the time.

    :raises RuntimeError: an answer was no successful login.
    """
    head = f"GET {LOGIN}?{APP}&js_code="
    with socket.create_connection(("127.0.0.1", contender.port), timeout=60) as line:
        for start in range(0, len(codes), at_once):
            some = codes[start : start + at_once]
            line.sendall("".join(f"{head}{code} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" for code in some).encode())
            answers = b""
            while answers.count(b"HTTP/1.1 ") < len(some) or not answers.endswith(b"}"):
                more = line.recv(1 << 16)
                if not more:
                    raise RuntimeError(f"{contender.name} hung up after {answers!r}")
                answers += more
            if answers.count(b'"openid"') != len(some):
                raise RuntimeError(f"{contender.name}: a login failed in {answers!r}")


@dataclass(frozen=True, slots=True)
class Figures:
    """What ``done`` in login.lua writes."""

    requests: int
    lasted: float
    """Seconds."""
    logins: int
    broken: int
    """Connections that failed, or took longer than ten seconds."""
    p99: float
    """Microseconds."""
    refused: str
    """The first answer that was no successful login."""

    def judge(self, name: str, codes: int) -> None:
        """:raises RuntimeError: not every answer was a successful login."""
        if self.logins == self.requests > 0 and not self.broken:
            return
        raise RuntimeError(
            f"{name}: {self.logins} logins in {self.requests} answers, {self.broken} broken connections"
            + (f", as {self.refused!r}" if self.refused else "")
            + (" (there were too few codes)" if self.requests > codes else "")
        )


def read_figures(printed: str) -> Figures:
    found = next(line for line in printed.splitlines() if line.startswith("@ "))
    _, requests, lasted, logins, broken, p99, refused = (found + " ").split(" ", 6)
    return Figures(int(requests), int(lasted) / 1e6, int(logins), int(broken), float(p99), refused.strip())


def _children() -> float:
    """Processor time of all children that have ended; wrk is the only one that ends while this looks."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
