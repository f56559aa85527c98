"""The load: wrk with a fresh code in every request, and what one round of it measured."""

from __future__ import annotations

import resource
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contenders import CODE2SESSION, Contender

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Round:
    rate: float
    """Right answers per second."""
    p99: float
    """Milliseconds."""
    cost: float
    """Microseconds of the server's processor time per call."""
    busy: float
    """Processors that the server kept busy; 1.0 is one."""
    load: float
    """Processors that wrk kept busy."""


def missing() -> str | None:
    """Why there can be no load; None if there can."""
    return None if shutil.which("wrk") else "wrk is not installed (apt-get install wrk, brew install wrk)"


def drive(contender: Contender, codes: Sequence[str], seconds: float) -> Round:
    """``codes``: may be empty where the call takes none.

    :raises RuntimeError: an answer was not the right one.
    """
    call = contender.call
    if len({len(code) for code in codes}) > 1 and call.body:
        raise RuntimeError(f"{contender.name}: codes of several lengths would need several Content-Lengths")
    with tempfile.NamedTemporaryFile("w", suffix=".codes") as file:
        file.write("\n".join(codes))
        file.flush()
        script = Path(__file__).with_suffix(".lua")
        url = f"http://127.0.0.1:{contender.port}/"
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(script)]
        arguments = [file.name, call.template(codes[0] if codes else ""), call.proof]
        before, own = contender.process.busy(), _children()
        run = subprocess.run(["wrk", *options, url, "--", *arguments], capture_output=True, text=True, check=True)
        busy, load = contender.process.busy() - before, _children() - own
    figures = read_figures(run.stdout)
    figures.judge(contender.name, len(codes))
    right, lasted = figures.right, figures.lasted
    return Round(right / lasted, figures.p99 / 1000, busy / right * 1e6, busy / lasted, load / lasted)


def spend(contender: Contender, codes: Sequence[str], at_once: int = 100) -> None:
    """Every code once, without a look at the time.

    :raises RuntimeError: an answer was no successful login.
    """
    with socket.create_connection(("127.0.0.1", contender.port), timeout=60) as connection:
        for start in range(0, len(codes), at_once):
            lot = codes[start : start + at_once]
            connection.sendall("".join(map(CODE2SESSION.spelt, lot)).encode())
            answers = b""
            while answers.count(b"HTTP/1.1 ") < len(lot) or not answers.endswith(b"}"):
                received = connection.recv(1 << 16)
                if not received:
                    raise RuntimeError(f"{contender.name} hung up after {answers!r}")
                answers += received
            if answers.count(CODE2SESSION.proof.encode()) != len(lot):
                raise RuntimeError(f"{contender.name}: a login failed in {answers!r}")


@dataclass(frozen=True, slots=True)
class Figures:
    """What ``done`` in load.lua writes."""

    requests: int
    lasted: float
    """Seconds."""
    right: int
    broken: int
    """Connections that failed, or took longer than ten seconds."""
    p99: float
    """Microseconds."""
    refused: str
    """The first answer that was not right."""

    def judge(self, name: str, codes: int) -> None:
        """:raises RuntimeError: not every answer was right."""
        if self.right == self.requests > 0 and not self.broken:
            return
        raise RuntimeError(
            f"{name}: {self.right} right answers of {self.requests}, {self.broken} broken connections"
            + (f", as {self.refused!r}" if self.refused else "")
            + (" (there were too few codes)" if self.requests > codes else "")
        )


def read_figures(printed: str) -> Figures:
    line = next(line for line in printed.splitlines() if line.startswith("@ "))
    _, requests, lasted, right, broken, p99, refused = (line + " ").split(" ", 6)
    return Figures(int(requests), int(lasted) / 1e6, int(right), int(broken), float(p99), refused.strip())


def _children() -> float:
    """Processor time of all children that have ended; wrk is the only one that ends while this looks."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
