"""What clients of other languages meet inside TLS: a broken wire at once, and no false word about the CA."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from mockwx import MockWx
from mockwx.intercept.recipes import Recipe, write_files

from .runtimes import Runtimes
from .test_hard_coded import clean


@pytest.fixture(scope="module")
def runtimes(tmp_path_factory: pytest.TempPathFactory) -> Runtimes:
    return Runtimes(tmp_path_factory.getbasetemp().parent / "tls-clients")


def led(mockwx: MockWx, command: list[str], folder: Path) -> str:
    """What the command prints, its calls to WeChat led to ``mockwx``."""
    ca = mockwx.ca
    recipe = Recipe(write_files(folder, ca.encode(), clean()), mockwx.address, mockwx.url, clean(), ca)
    env = {**clean(), **recipe.all()}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=True).stdout


def test_go_with_more_connections_than_calls_is_not_said_to_distrust_the_ca(
    mockwx: MockWx, runtimes: Runtimes, tmp_path: Path
) -> None:
    assert led(mockwx, runtimes.go("parallel.go"), tmp_path) == "120 answers\n"
    assert {entry.api for entry in mockwx.calls()} == {"code2session"}


@pytest.mark.parametrize(
    ("then", "fails"),
    [
        ({"net": "empty"}, ["HttpClient: IOException", "HttpURLConnection: SocketException"]),
        # Java's older client takes half a body for a whole one.
        ({"body": {"truncate": 10}}, ["HttpClient: IOException", "HttpURLConnection: 10 bytes"]),
    ],
    ids=["empty", "truncate"],
)
def test_a_jdk_meets_a_broken_answer_before_its_patience_is_over(
    mockwx: MockWx, runtimes: Runtimes, tmp_path: Path, then: dict[str, Any], fails: list[str]
) -> None:
    mockwx.client.call("PUT", "rules", {"rules": [{"when": {"api": "code2session"}, "then": then}]})
    assert led(mockwx, runtimes.java("Broken"), tmp_path).splitlines() == fails
