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
    requests, lasted, logins, broken, p99, refused = _figures(run.stdout)
    if logins != requests or broken:
        raise RuntimeError(
            f"{contender.name}: {logins} logins in {requests} answers, {broken} broken connections"
            + (f", as {refused!r}" if refused else "")
            + (" (there were too few codes)" if requests > len(codes) else "")
        )
    if not logins:
        raise RuntimeError(f"{contender.name}: not one login")
    return Round(logins / lasted, p99 / 1000, busy / logins * 1e6, busy / lasted, load / lasted)


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
                answers += line.recv(1 << 16)
            if answers.count(b'"openid"') != len(some):
                raise RuntimeError(f"{contender.name}: a login failed in {answers!r}")


def _figures(printed: str) -> tuple[int, float, int, int, int, str]:
    """What ``done`` in login.lua writes; wrk counts in microseconds."""
    found = next(line for line in printed.splitlines() if line.startswith("@ "))
    _, requests, lasted, logins, broken, p99, refused = (found + " ").split(" ", 6)
    return int(requests), int(lasted) / 1e6, int(logins), int(broken), int(float(p99)), refused.strip()


def _children() -> float:
    """Processor time of all children that have ended; wrk is the only one that ends while this looks."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
