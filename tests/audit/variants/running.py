"""The process of the variants, and the file of each."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import forked
from free_ports import free_port

HERE = Path(__file__).parent


@contextmanager
def variants_started(wechat: str, log: Path) -> Iterator[str]:
    """Where they are. ``{variant}`` in ``wechat`` stands for the name of each."""
    port = free_port()
    environment = {**os.environ, "WECHAT_BASE_URL": wechat, "WECHAT_SECRET": "mockwx-secret-shop", "PORT": str(port)}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [forked.python(), HERE / "server.py"], env=environment, stdout=said, stderr=subprocess.STDOUT
        )
    with process:
        try:
            until = time.monotonic() + 30
            while not _listens(port):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, f"the variants do not listen: {log.read_text()}"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def variant_file(name: str, url: str, folder: Path, told: str = "backend.yaml") -> Path:
    """The backend file of the variant ``name``, of which it tells what ``told`` does."""
    text = (HERE / told).read_text(encoding="utf-8")
    file = folder / f"{name}.yaml"
    file.write_text(text.replace("http://127.0.0.1:8000", f"{url}/v/{name}"), encoding="utf-8")
    return file


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
