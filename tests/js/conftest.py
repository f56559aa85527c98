"""A running mockwx for programs in JavaScript, and the example's backend."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from free_ports import free_port

from mockwx import MockWx

from . import node

EXAMPLE = Path(__file__).parents[2] / "examples" / "mini-program"
WORLD = {"users": {"alice": {"nickname": "小明", "phone": "13800000001"}, "bob": {"nickname": "波波"}}}


@pytest.fixture(scope="session")
def served() -> Iterator[dict[str, str]]:
    """Its URL, and the port at which a test may have the backend that is https://example.com; as a test's environment.

    Each test makes a world of its own there.
    """
    node.install()
    port = free_port()
    command = [sys.executable, "-m", "mockwx", "serve", "--port", "0", "--quiet"]
    process = subprocess.Popen(
        [*command, "--map", f"https://example.com=http://127.0.0.1:{port}"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().removeprefix("mockwx listening on ").strip()
    yield {"MOCKWX_URL": url, "BACKEND_PORT": str(port)}
    process.terminate()
    process.communicate(timeout=60)


@pytest.fixture(scope="module")
def mockwx() -> Iterator[MockWx]:
    """A server whose https://example.com is the example's backend."""
    port = free_port()
    with MockWx(WORLD, relays={"https://example.com": f"http://127.0.0.1:{port}"}) as mockwx:
        command = [sys.executable, "-m", "uvicorn", "backend:app", "--port", str(port), "--log-level", "warning"]
        backend = subprocess.Popen(command, cwd=EXAMPLE, env=os.environ | {"WECHAT_URL": mockwx.url})
        try:
            wait_for(f"http://127.0.0.1:{port}/docs")
            yield mockwx
        finally:
            backend.terminate()
            backend.wait()


def wait_for(url: str) -> None:
    for _ in range(400):
        try:
            requests.get(url, timeout=60)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer")
