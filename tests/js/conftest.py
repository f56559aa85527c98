"""A running `mockwx serve` for programs in JavaScript."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from . import node


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """Each test makes a world of its own there."""
    node.install()
    process = subprocess.Popen(
        [sys.executable, "-m", "mockwx", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().removeprefix("mockwx listening on ").strip()
    process.terminate()
    process.communicate(timeout=20)
