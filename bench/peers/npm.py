"""Peers from npm, two of them Node's and one Java's."""

from __future__ import annotations

import json
from collections.abc import Callable

from bench.bare import BODY, CONTENT_TYPE, LOGIN
from bench.peers.peer import FOLDER, Peer, need, run_installer
from bench.processes import free_port

MODULES = FOLDER / "node_modules"
_VERSIONS = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"]


def _installer(package: str, tool: str) -> Callable[[], None]:
    def install() -> None:
        need(tool)
        manifest = MODULES / package / "package.json"
        if not manifest.exists() or json.loads(manifest.read_text(encoding="utf-8"))["version"] != _VERSIONS[package]:
            run_installer(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"])

    return install


def _wiremock(port: int) -> list[str]:
    (jar,) = (MODULES / "wiremock" / "build").glob("*.jar")
    plain = ("no-request-journal", "disable-request-logging", "disable-response-templating", "disable-gzip")
    rest = ("use-chunked-encoding=never", "disable-extensions-scanning", "disable-http2-plain", "disable-banner")
    return ["java", "-jar", str(jar), "--port", str(port), *(f"--{option}" for option in (*plain, *rest))]


def _mountebank(_: int) -> list[str]:
    quiet = ("--nologfile", "--loglevel", "error", "--noParse")
    start = ["node", str(MODULES / "mountebank" / "bin" / "mb"), "start", "--configfile", "imposters.json"]
    return [*start, "--port", str(free_port()), *quiet]


def _mockoon(_: int) -> list[str]:
    quiet = ("--disable-log-to-file", "--disable-admin-api", "--max-transaction-logs", "0")
    rest = ("--proxy", "disabled", "--disable-external-refs", "--repair")
    start = ["node", str(MODULES / "@mockoon" / "cli" / "bin" / "run.js"), "start", "--data", "login.json"]
    return [*start, *quiet, *rest]


_STUB = {
    "request": {"method": "GET", "urlPath": LOGIN},
    "response": {"status": 200, "body": BODY.decode(), "headers": {"Content-Type": CONTENT_TYPE}},
}
_ANSWER = {"headers": {"Content-Type": CONTENT_TYPE, "Connection": "keep-alive"}, "body": BODY.decode()}
_IMPOSTER = {"port": "PORT", "protocol": "http", "recordRequests": False, "stubs": [{"responses": [{"is": _ANSWER}]}]}
_ROUTE = {
    "uuid": "00000000-0000-4000-8000-000000000002",
    "type": "http",
    "method": "get",
    "endpoint": LOGIN.strip("/"),
    "responses": [
        {
            "uuid": "00000000-0000-4000-8000-000000000003",
            "body": BODY.decode(),
            "statusCode": 200,
            "headers": [{"key": "Content-Type", "value": CONTENT_TYPE}],
            "disableTemplating": True,
            "default": True,
        }
    ],
}
_ENVIRONMENT = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "lastMigration": 33,
    "name": "login",
    "port": "PORT",
    "hostname": "127.0.0.1",
    "routes": [_ROUTE],
}


def _as_json(value: object) -> str:
    """A port is a number there."""
    return json.dumps(value).replace('"PORT"', "PORT")


WIREMOCK = Peer(
    "WireMock",
    _VERSIONS["wiremock"],
    "no request journal, no request log, no templating, no gzip, no extensions",
    _installer("wiremock", "java"),
    _wiremock,
    {"mappings/login.json": _as_json(_STUB)},
    warmup=20,
)
MOUNTEBANK = Peer(
    "mountebank",
    _VERSIONS["mountebank"],
    "no predicate, requests not recorded, no log, keep-alive",
    _installer("mountebank", "node"),
    _mountebank,
    {"imposters.json": _as_json({"imposters": [_IMPOSTER]})},
    warmup=5,
)
MOCKOON = Peer(
    "Mockoon",
    _VERSIONS["@mockoon/cli"],
    "no templating, no transaction log, no admin API, no log file",
    _installer("@mockoon/cli", "node"),
    _mockoon,
    {"login.json": _as_json(_ENVIRONMENT)},
    warmup=5,
)
