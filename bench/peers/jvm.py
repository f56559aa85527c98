"""Peers from Maven."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from bench.bare import BODY, CONTENT_TYPE, LOGIN
from bench.call import Call
from bench.peers.peer import FOLDER, Peer, need, run_installer


def _version(name: str) -> str:
    project = (FOLDER / name / "pom.xml").read_text(encoding="utf-8")
    *_, version = re.findall(r"<version>(.+?)</version>", project)
    return str(version)


def _installer(name: str) -> Callable[[], None]:
    def install() -> None:
        need("java")
        if not list((FOLDER / name / "jars").glob(f"*{_version(name)}.jar")):
            options = ["-q", "-B", "-DincludeScope=runtime", "-DoutputDirectory=jars"]
            run_installer(["mvn", "dependency:copy-dependencies", *options], cwd=FOLDER / name)

    return install


def _java(name: str, main: str, *options: str) -> list[str]:
    return ["java", *options, "-cp", str(FOLDER / name / "jars" / "*"), main]


def _mockserver(port: int) -> list[str]:
    quiet = ("logLevel=OFF", "disableSystemOut=true", "disableLogging=true", "metricsEnabled=false")
    options = [f"-Dmockserver.{option}" for option in (*quiet, "initializationJsonPath=expectations.json")]
    return [*_java("mockserver", "org.mockserver.cli.Main", *options), "-serverPort", str(port)]


MOCKSERVER = Peer(
    "MockServer",
    _version("mockserver"),
    "one expectation without a condition on the query, no log, no metrics",
    _installer("mockserver"),
    _mockserver,
    {
        "expectations.json": json.dumps(
            [
                {
                    "httpRequest": {"method": "GET", "path": LOGIN},
                    "httpResponse": {
                        "statusCode": 200,
                        "headers": {"Content-Type": [CONTENT_TYPE]},
                        "body": BODY.decode(),
                    },
                }
            ]
        )
    },
    warmup=20,
)
_EXCHANGE = (
    "grant_type=authorization_code&code=$code&client_id=app&client_secret=secret&redirect_uri=http%3A%2F%2Flocalhost"
)
MOCK_OAUTH2_SERVER = Peer(
    "mock-oauth2-server",
    _version("mock-oauth2-server"),
    "no log, ES256 instead of RS256",
    _installer("mock-oauth2-server"),
    lambda _: _java("mock-oauth2-server", "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt"),
    {},
    warmup=20,
    call=Call(
        "/default/token",
        '"access_token"',
        "POST",
        _EXCHANGE,
        {"Content-Type": "application/x-www-form-urlencoded"},
    ),
    env={
        "SERVER_PORT": "PORT",
        "LOG_LEVEL": "OFF",
        "JSON_CONFIG": json.dumps({"tokenProvider": {"keyProvider": {"algorithm": "ES256"}}}),
    },
)
