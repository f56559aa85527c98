"""Peer: a server of somebody else's, installed into this folder on first use."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.call import Call
from bench.contenders import CODE2SESSION, Contender
from bench.processes import free_port, running

FOLDER = Path(__file__).parent


class NotInstalled(RuntimeError):
    """This machine cannot have it, and why."""


@dataclass(frozen=True)
class Peer:
    name: str
    version: str
    settings: str
    """What it is spared, though mockwx is not."""
    install: Callable[[], None]
    """Does nothing where it is installed.

    :raises NotInstalled:
    """
    command: Callable[[int], list[str]]
    """By port."""
    files: Mapping[str, str]
    """Written into a folder of its own, which is where it runs; ``PORT`` in it is the port."""
    warmup: float
    """Seconds of load before it is as fast as it gets."""
    call: Call = CODE2SESSION
    env: Mapping[str, str] | None = None
    """``PORT`` in it is the port."""

    @contextlib.contextmanager
    def serving(self) -> Iterator[Contender]:
        """:raises RuntimeError: it does not begin."""
        self.install()
        port = free_port()
        env = {name: value.replace("PORT", str(port)) for name, value in (self.env or {}).items()}
        with tempfile.TemporaryDirectory() as folder:
            for path, text in self.files.items():
                file = Path(folder, path)
                file.parent.mkdir(exist_ok=True)
                file.write_text(text.replace("PORT", str(port)), encoding="utf-8")
            with running(self.command(port), port, self.call, cwd=Path(folder), env=env) as process:
                yield Contender(self.name, port, process, self.warmup, self.call)


def run_installer(command: Sequence[str], *, cwd: Path = FOLDER, env: Mapping[str, str] | None = None) -> None:
    """:raises NotInstalled:"""
    if shutil.which(command[0]) is None:
        raise NotInstalled(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        raise NotInstalled(f"{' '.join(command[:2])} failed: {(done.stderr or done.stdout).strip()[-300:]}")


def need(tool: str) -> None:
    """:raises NotInstalled:"""
    if shutil.which(tool) is None:
        raise NotInstalled(f"{tool} is not installed")
