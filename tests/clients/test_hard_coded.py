"""Clients with WeChat's address hard-coded, in every language at hand: all arrive, and none without the CA."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import forked
import pytest

from mockwx import MockWx
from mockwx.intercept.recipes import Recipe, write_files
from tests.clients.runtimes import Runtimes

Command = Callable[[Runtimes], list[str]]
CLIENTS: dict[str, Command] = {
    **{
        f"Python {name}": lambda on, name=name: on.python("call.py", name)  # type: ignore[misc]
        for name in ("requests", "httpx", "async httpx", "aiohttp", "urllib")
    },
    **{
        f"Node {name}": lambda on, name=name: on.node("call.cjs", name)  # type: ignore[misc]
        for name in ("fetch", "axios", "got", "https")
    },
    "Java HttpClient": lambda on: on.java("Call", "HttpClient"),
    "Java URLConnection": lambda on: on.java("Call", "URLConnection"),
    "Go net/http": lambda on: on.go("call.go"),
    "PHP curl": lambda on: on.php("call.php", "curl"),
    "PHP streams": lambda on: on.php("call.php", "streams"),
    "Ruby Net::HTTP": lambda on: on.ruby("call.rb"),
    "curl": lambda on: on.curl(),
}
BY_PROXY = [each for each in CLIENTS if each != "PHP streams"]
"""PHP's streams heed no proxy setting of the environment."""
HEED_PROXY = [each for each in BY_PROXY if each != "Python aiohttp"]
"""Without what a Python process loads first, aiohttp would ask WeChat itself."""
TRUST = (
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "PHP_INI_SCAN_DIR",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)


@pytest.fixture(scope="session")
def runtimes(tmp_path_factory: pytest.TempPathFactory) -> Runtimes:
    own = tmp_path_factory.getbasetemp()
    # Under xdist each process has a folder of its own below the one of the run.
    return Runtimes((own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "programs")


def clean() -> dict[str, str]:
    """The environment, as if nothing had ever been said about proxies and trust."""
    proxies = {f"{name}_proxy" for name in ("http", "https", "all", "no")}
    dropped = {*TRUST, *proxies, *(each.upper() for each in proxies)}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def execute(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [forked.python(), "-m", "mockwx", "exec", *arguments],
        env=clean(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("client", BY_PROXY)
def test_it_arrives_under_exec(client: str, runtimes: Runtimes) -> None:
    ran = execute("happy", "--require-calls", "--", *CLIENTS[client](runtimes))
    assert ran.returncode == 0, ran.stderr
    assert '"errcode":40013' in ran.stdout
    assert "code2session: 1 × 40013" in ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
@pytest.mark.parametrize("client", CLIENTS)
def test_it_arrives_by_a_hosts_file_of_its_own(client: str, runtimes: Runtimes) -> None:
    before = Path("/etc/hosts").read_text(encoding="utf-8")
    ran = execute("--via", "hosts", "--require-calls", "--", *CLIENTS[client](runtimes))
    assert ran.returncode == 0, ran.stderr
    assert '"errcode":40013' in ran.stdout
    assert Path("/etc/hosts").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("client", HEED_PROXY)
def test_without_the_ca_it_fails_as_it_must(client: str, runtimes: Runtimes, tmp_path: Path) -> None:
    # A server of its own: one that a client of the same kind has called does not doubt it any more.
    with MockWx() as mockwx:
        _fails_without_the_ca(client, runtimes, mockwx, tmp_path)


def _fails_without_the_ca(client: str, runtimes: Runtimes, mockwx: MockWx, tmp_path: Path) -> None:
    ca = mockwx.ca
    recipe = Recipe(write_files(tmp_path, ca.encode(), clean()), mockwx.address, mockwx.url, clean(), ca)
    led = recipe.all()
    led["JAVA_TOOL_OPTIONS"] = " ".join(each for each in led["JAVA_TOOL_OPTIONS"].split() if "trustStore" not in each)
    for name in (*TRUST, *(["PYTHONPATH"] if client.startswith("Python") else [])):
        led.pop(name, None)
    command = CLIENTS[client](runtimes)
    ran = subprocess.run(command, env={**clean(), **led}, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode != 0
    assert "errcode" not in ran.stdout
    assert mockwx.calls("code2session") == []
    until = time.monotonic() + 10
    while "does not trust mockwx's CA" not in mockwx.journal():
        assert time.monotonic() < until, mockwx.journal()
        time.sleep(0.02)
