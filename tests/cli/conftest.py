"""What the command line's tests share: `mockwx serve` as people start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import forked
import pytest

BIN = Path(sys.executable).parent
WITH_BIN = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_PROXY": "*", "PYTHONWARNINGS": "error"}


@dataclass
class Served:
    process: subprocess.Popen[str]
    first: str
    told: list[str] = field(default_factory=list)
    """The other lines of the greeting."""

    @property
    def url(self) -> str:
        found = re.fullmatch(r"mockwx listening on (http://\S+:\d+)\n", self.first)
        assert found is not None, self.first
        return found[1].replace("0.0.0.0", "127.0.0.1")

    def line(self, of: str) -> str:
        return next(each for each in self.told if of in each)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Exit code, and what stderr said."""
        self.process.send_signal(sign)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


Serve = Callable[..., Served]


@pytest.fixture
def program() -> Path:
    """Of most tests one whose modules are loaded already."""
    return forked.programs() / "mockwx"


@pytest.fixture
def serve(tmp_path: Path, program: Path) -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(*arguments: str, port: int = 0) -> Served:
            process = stack.enter_context(
                subprocess.Popen(
                    [program, "serve", "--port", str(port), *arguments],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    cwd=tmp_path,
                    env=WITH_BIN,
                )
            )
            stack.callback(process.kill)
            assert process.stdout is not None
            served = Served(process, process.stdout.readline())
            while "curl" not in "".join(served.told[-1:]):
                line = process.stdout.readline()
                if not line:
                    break
                served.told.append(line)
            return served

        yield start


@pytest.fixture
def run(tmp_path: Path, program: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A command that ends by itself."""

    def start(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments],
            capture_output=True,
            text=True,
            cwd=cwd or tmp_path,
            env=WITH_BIN,
            timeout=60,
            check=False,
        )

    return start
