"""Peers: general mock servers from npm, each with the stub and the options that are fastest for this answer."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.bare import BODY, CONTENT_TYPE
from bench.contenders import LOGIN, Contender
from bench.processes import free_port, running

FOLDER = Path(__file__).parent / "peers"
MODULES = FOLDER / "node_modules"
ADVANTAGES = {
    "WireMock": "no request journal, no request log, no templating, no gzip, no extensions",
    "mountebank": "no predicate, requests not recorded, no log, keep-alive",
    "Mockoon": "no templating, no transaction log, no admin API, no log file",
}
"""What each is spared, though mockwx is not: it judges every code and keeps its journal."""


def versions() -> dict[str, str]:
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    return {name: wanted[package] for name, package in _PACKAGES.items()}


def missing() -> str | None:
    """Why there can be no peers, after an attempt to install them; None if there can."""
    for tool in ("node", "npm", "java"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    if all(_installed(name) == version for name, version in versions().items()):
        return None
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True)
    return None if done.returncode == 0 else f"npm install failed: {done.stderr.strip()[-300:]}"


_PACKAGES = {"WireMock": "wiremock", "mountebank": "mountebank", "Mockoon": "@mockoon/cli"}


def _installed(name: str) -> str | None:
    package = MODULES / _PACKAGES[name] / "package.json"
    return json.loads(package.read_text())["version"] if package.exists() else None


@contextlib.contextmanager
def _serving(
    name: str, files: dict[str, object], command: Callable[[int], list[str]], warmup: float
) -> Iterator[Contender]:
    """``files`` are written into a folder of its own, which is where it runs."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        for path, value in files.items():
            file = Path(folder, path)
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps(value).replace('"PORT"', str(port)))
        with running(command(port), port, LOGIN, cwd=Path(folder)) as process:
            yield Contender(name, port, process, warmup)


def wiremock() -> contextlib.AbstractContextManager[Contender]:
    stub = {
        "request": {"method": "GET", "urlPath": LOGIN},
        "response": {"status": 200, "body": BODY.decode(), "headers": {"Content-Type": CONTENT_TYPE}},
    }

    def command(port: int) -> list[str]:
        jar = next((MODULES / "wiremock" / "build").glob("*.jar"))
        plain = ("no-request-journal", "disable-request-logging", "disable-response-templating", "disable-gzip")
        rest = ("use-chunked-encoding=never", "disable-extensions-scanning", "disable-http2-plain", "disable-banner")
        return ["java", "-jar", str(jar), "--port", str(port), *(f"--{each}" for each in (*plain, *rest))]

    return _serving("WireMock", {"mappings/login.json": stub}, command, warmup=20)


def mountebank() -> contextlib.AbstractContextManager[Contender]:
    answer = {"headers": {"Content-Type": CONTENT_TYPE, "Connection": "keep-alive"}, "body": BODY.decode()}
    stub = {"responses": [{"is": answer}]}
    imposter = {"port": "PORT", "protocol": "http", "recordRequests": False, "stubs": [stub]}

    def command(port: int) -> list[str]:
        quiet = ("--nologfile", "--loglevel", "error", "--noParse")
        begin = ["node", str(MODULES / "mountebank" / "bin" / "mb"), "start", "--configfile", "imposters.json"]
        return [*begin, "--port", str(free_port()), *quiet]

    return _serving("mountebank", {"imposters.json": {"imposters": [imposter]}}, command, warmup=5)


def mockoon() -> contextlib.AbstractContextManager[Contender]:
    response = {
        "uuid": "00000000-0000-4000-8000-000000000003",
        "body": BODY.decode(),
        "statusCode": 200,
        "headers": [{"key": "Content-Type", "value": CONTENT_TYPE}],
        "disableTemplating": True,
        "default": True,
    }
    route = {
        "uuid": "00000000-0000-4000-8000-000000000002",
        "type": "http",
        "method": "get",
        "endpoint": LOGIN.strip("/"),
        "responses": [response],
    }
    environment = {
        "uuid": "00000000-0000-4000-8000-000000000001",
        "lastMigration": 33,
        "name": "login",
        "port": "PORT",
        "hostname": "127.0.0.1",
        "routes": [route],
    }

    def command(port: int) -> list[str]:
        quiet = ("--disable-log-to-file", "--disable-admin-api", "--max-transaction-logs", "0")
        rest = ("--proxy", "disabled", "--disable-external-refs", "--repair")
        begin = ["node", str(MODULES / "@mockoon" / "cli" / "bin" / "run.js"), "start", "--data", "login.json"]
        return [*begin, *quiet, *rest]

    return _serving("Mockoon", {"login.json": environment}, command, warmup=5)


PEERS = {"WireMock": wiremock, "mountebank": mountebank, "Mockoon": mockoon}
