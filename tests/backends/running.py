"""Backends as processes of their own, each with the file that says how it is asked."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import forked

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"


def environment(wechat: str, port: int, **more: str) -> dict[str, str]:
    own = {"WECHAT_BASE_URL": wechat, "WECHAT_APPID": "wx00000000mockshop", "WECHAT_SECRET": "mockwx-secret-shop"}
    return {**os.environ, **own, **more, "PORT": str(port)}


@contextmanager
def started(program: str, wechat: str, log: Path, *, port: int, **more: str) -> Iterator[str]:
    """A backend as a process of its own, from its first answer on; what it says goes into ``log``."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [forked.python(), HERE / program],
            env=environment(wechat, port, **more),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    with process:
        try:
            until = time.monotonic() + 60
            while not listens(port):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, f"{program} does not listen: {log.read_text()}"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()  # it holds nothing that would have to be put away


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def backend_file(name: str, url: str, folder: Path) -> Path:
    """The file for the backend that was started at ``url``."""
    text = (HERE / name).read_text(encoding="utf-8")
    file = folder / name
    file.write_text(text.replace("http://127.0.0.1:8000", url), encoding="utf-8")
    return file
