"""`mockwx` in a process of its own that need not load it: forked from one that has done nothing else.

A start takes a fifth of what one from nothing takes. What is about the start, the end or the warnings of an interpreter
wants a `subprocess` instead: a fork ends without looking at what was left open.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

LOADED = ["mockwx.cli", "mockwx.cli.serve", "mockwx.store.redis.worlds", "redis.asyncio", "forked_mockwx"]
"""By the process that is forked, once."""
PROCESSES = multiprocessing.get_context("forkserver") if sys.platform != "win32" else multiprocessing.get_context()
"""Windows knows no fork: there each process loads all of it."""


def _run(arguments: list[str], environment: Mapping[str, str], stdout: Connection, stderr: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(stdout.fileno(), 1)
    stdout.close()
    errors = os.open(stderr, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(errors, 2)
    os.close(errors)
    # Those that were there are the ones that the process was forked with.
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    sys.argv = ["mockwx", *arguments]
    warnings.simplefilter("error")
    from mockwx.cli import main

    main()


class ForkedMockwx:
    """As `subprocess.Popen` with pipes and text has it."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str]) -> None:
        PROCESSES.set_forkserver_preload(LOADED)
        receiver, sender = PROCESSES.Pipe(duplex=False)
        self._folder = TemporaryDirectory(prefix="mockwx-forked-")
        self._stderr = Path(self._folder.name) / "stderr"
        self._process = PROCESSES.Process(
            target=_run, args=(arguments, dict(environment), sender, str(self._stderr)), daemon=True
        )
        self._process.start()
        sender.close()
        self.stdout = os.fdopen(os.dup(receiver.fileno()), encoding="utf-8")
        receiver.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, sign: signal.Signals) -> None:
        os.kill(self.pid, sign)

    def kill(self) -> None:
        self._process.kill()

    def communicate(self, timeout: float = 60) -> tuple[str, str]:
        """What it has said, once it has ended."""
        with self.stdout, ThreadPoolExecutor(1) as thread:
            out = thread.submit(self.stdout.read).result(timeout)
        self._process.join(timeout)
        assert self._process.exitcode is not None, "it does not end"
        err = self._stderr.read_text(encoding="utf-8") if self._stderr.exists() else ""
        self._folder.cleanup()
        return out, err


def run_forked(arguments: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` has it."""
    process = ForkedMockwx(arguments, environment)
    out, err = process.communicate()
    assert process.returncode is not None
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)
