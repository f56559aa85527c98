"""Python programs in processes that are forked from one which has loaded everything: no import is paid for again.

To load mockwx, pytest or a web framework takes longer than most commands run. ``python()`` stands for
``sys.executable`` in a test whose fact is what a command prints, answers or leaves behind. Its process is a real one:
its own standard streams, environment, folder, signals and exit code. What forking cannot show is how Python itself
starts, so whatever changes that (a ``sitecustomize``, another encoding, ``-X``, ``-c``) makes it start as ever; a test
about starting, closed streams or limits of a process names ``sys.executable``.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="forked-")


@functools.cache
def _server() -> subprocess.Popen[bytes]:
    """It ends with this process, whose end of its stdin is the only one."""
    server = subprocess.Popen(
        [sys.executable, HERE / "server.py", _address()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    return server


def _address() -> str:
    return f"mockwx-tests-{os.getpid()}"


@functools.cache
def programs() -> Path:
    """A folder for a PATH: ``python``, ``mockwx`` and ``pytest``."""
    if sys.platform != "linux":  # addresses without a file are Linux's
        return Path(sys.executable).parent
    _server()
    folder = Path(_folder().name)
    source = (HERE / "client.py").read_text(encoding="utf-8")
    for name in ("python", "mockwx", "pytest"):
        program = folder / name
        begins = [] if name == "python" else [str(Path(sys.executable).with_name(name))]
        told = f"#!{sys.executable} -ISE\nSERVER = {_address()!r}\nBEGINS = {begins!r}\n"
        program.write_text(told + source, encoding="utf-8")
        program.chmod(0o755)
    return folder


def python() -> str:
    """The program to name instead of ``sys.executable``."""
    return str(programs() / "python") if sys.platform == "linux" else sys.executable


def end() -> None:
    """Ends the server, if it was started."""
    if _server.cache_info().currsize:
        server = _server()
        server.communicate(timeout=60)
        _server.cache_clear()
        programs.cache_clear()
    if _folder.cache_info().currsize:
        _folder().cleanup()
        _folder.cache_clear()
