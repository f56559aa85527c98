"""A running `mockwx serve` for programs in JavaScript."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from . import node


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
    process.communicate(timeout=20)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
