"""`mockwx doctor` names what keeps a backend's calls away, and says what to do, in both languages."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from mockwx import MockWx
from mockwx.cli import main

KEPT = ("PATH", "HOME", "SYSTEMROOT")


def examine(
    url: str, *more: str, lang: str = "en", exit_code: int, environment: Mapping[str, str] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The findings by what they are about."""
    findings: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(_call(url, "--json", *more, exit_code=exit_code, environment=environment)):
        findings.setdefault(finding["about"], []).append(finding)
    return findings


def _call(url: str, *more: str, exit_code: int, environment: Mapping[str, str] | None = None) -> str:

    others: dict[str, str | None] = {name: None for name in os.environ if name not in KEPT}
    ended = CliRunner().invoke(main, ["doctor", "--url", url, *more], env=others | dict(environment or {}))
    assert ended.exit_code == exit_code, ended.output
    return ended.output


@pytest.fixture
def server(mockwx: MockWx) -> str:
    return mockwx.url


def verdicts(findings: list[dict[str, Any]]) -> list[str]:
    return [finding["verdict"] for finding in findings]


def test_where_all_is_well_it_says_so_and_ends_with_0(mockwx: MockWx) -> None:
    requests.get(f"{mockwx.url}/sns/jscode2session?appid={mockwx.app.appid}", timeout=60)
    findings = examine(mockwx.url, "--base-url", mockwx.url, "--appid", mockwx.app.appid, exit_code=0)
    assert {about: verdicts(them) for about, them in findings.items()} == {
        about: ["ok"] for about in ("versions", "port", "base URL", "NO_PROXY", "CA", "appid", "clock", "calls")
    }


def test_a_port_where_nothing_listens_is_a_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (finding,) = examine(f"http://127.0.0.1:{port}", exit_code=1)["port"]
    assert finding["verdict"] == "problem"
    assert "mockwx serve" in finding["advice"]["en"]
    assert "mockwx serve" in finding["advice"]["zh"]


class _Other(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def other_server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Other) as other:
        threading.Thread(target=other.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{other.server_port}"
        other.shutdown()


def test_another_program_on_the_port_is_told(other_server: str) -> None:
    (finding,) = examine(other_server, exit_code=1)["port"]
    assert "not mockwx" in finding["seen"]["en"] or "something else than mockwx" in finding["seen"]["en"]


@pytest.mark.parametrize(
    ("base_url", "seen"),
    [
        ("https://api.weixin.qq.com", "that is the real WeChat"),
        ("http://127.0.0.1:9", "but this mockwx is at"),
        ("{server}/sns", "SDKs add /sns themselves"),
        ("{server}/cgi-bin/", "SDKs add /cgi-bin themselves"),
        ("{server}/v2", "lives below /v2"),
        ("127.0.0.1:8780", "is no URL"),
        ("http://[::1", "is no URL"),
    ],
)
def test_a_base_url_that_leads_elsewhere_is_a_problem(server: str, base_url: str, seen: str) -> None:
    origin = server.partition("/~")[0]
    (finding,) = examine(server, "--base-url", base_url.format(server=origin), exit_code=1)["base URL"]
    assert (finding["verdict"], seen in finding["seen"]["en"]) == ("problem", True), finding
    assert origin in finding["advice"]["en"]
    assert origin in finding["advice"]["zh"]


@pytest.mark.parametrize("path", ["", "/", "/~ci", "/qyapi.weixin.qq.com", "/~ci/qyapi.weixin.qq.com"])
def test_worlds_and_hosts_in_a_base_url_are_well(server: str, path: str) -> None:
    origin = server.partition("/~")[0]
    (finding,) = examine(server, "--base-url", origin + path, exit_code=0)["base URL"]
    assert finding["verdict"] == "ok", finding


def test_the_variables_tell_the_base_url_and_the_appid(server: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        '# settings\nexport WX_API="https://api.weixin.qq.com"\nWX_APPID=wx0123456789abcdef\n', encoding="utf-8"
    )
    findings = examine(server, "--env-file", str(tmp_path / ".env"), exit_code=1)
    assert verdicts(findings["base URL"]) == verdicts(findings["appid"]) == ["problem"]
    assert "WX_API" in findings["base URL"][0]["seen"]["en"]
    assert "--app wx0123456789abcdef:SECRET" in findings["appid"][0]["advice"]["en"]


@pytest.mark.parametrize(
    ("no_proxy", "verdict"), [("", "problem"), ("example.com", "problem"), ("127.0.0.1", "ok"), ("*", "ok")]
)
def test_a_proxy_stands_between_unless_no_proxy_names_the_server(server: str, no_proxy: str, verdict: str) -> None:
    environment = {"http_proxy": "http://me:hidden@127.0.0.1:9", "NO_PROXY": no_proxy}
    findings = examine(server, exit_code=int(verdict == "problem"), environment=environment)
    (finding,) = findings["NO_PROXY"]
    assert finding["verdict"] == verdict
    assert "hidden" not in json.dumps(findings)
    if verdict == "problem":
        assert f"NO_PROXY={no_proxy and no_proxy + ','}127.0.0.1" in finding["advice"]["en"]


def test_a_ca_file_that_is_missing_or_of_another_server_is_told(mockwx: MockWx, tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"

    def judged(exit_code: int) -> list[str]:
        findings = examine(mockwx.url, exit_code=exit_code, environment={"REQUESTS_CA_BUNDLE": str(ca)})
        return verdicts(findings["CA"])

    assert judged(1) == ["problem"]
    ca.write_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", encoding="utf-8")
    assert judged(0) == ["note"]
    with ca.open("a", encoding="utf-8") as bundle:
        bundle.write(requests.get(f"{mockwx.url}/_mockwx/ca.pem", timeout=60).text)
    assert judged(0) == ["ok"]


def test_a_clock_that_is_frozen_or_moved_is_noted(mockwx: MockWx) -> None:
    mockwx.advance("1h")
    (finding,) = examine(mockwx.url, exit_code=0)["clock"]
    assert (finding["verdict"], "ahead of this machine" in finding["seen"]["en"]) == ("note", True), finding
    mockwx.freeze()
    (finding,) = examine(mockwx.url, exit_code=0)["clock"]
    assert (finding["verdict"], "frozen" in finding["seen"]["en"]) == ("note", True), finding


def test_calls_to_no_api_are_shown_with_the_path_that_was_meant(mockwx: MockWx) -> None:
    (finding,) = examine(mockwx.url, exit_code=0)["calls"]
    assert (finding["verdict"], "none has arrived" in finding["seen"]["en"]) == ("note", True), finding
    requests.get(f"{mockwx.url}/v2/sns/jscode2session", timeout=60)
    first, last = examine(mockwx.url, exit_code=1)["calls"]
    assert (first["verdict"], "did you mean '/sns/jscode2session'" in first["seen"]["en"]) == ("problem", True), first
    assert last["verdict"] == "ok"


def test_calls_that_arrive_in_another_world_are_found() -> None:
    with MockWx() as here, MockWx() as there:
        requests.get(f"{there.url}/sns/jscode2session", timeout=60)
        if here.url.partition("/~")[0] != there.url.partition("/~")[0]:
            requests.post(f"{there.url}/_mockwx/worlds", json={"name": "empty"}, timeout=60)
        (finding,) = examine(there.url, "--world", "empty", exit_code=1)["calls"]
        assert "the default world" in finding["seen"]["en"], finding


@pytest.mark.parametrize(("lang", "words"), [("en", "no variable names"), ("zh", "没有变量指向微信")])
def test_findings_are_told_in_the_language_that_is_asked_for(server: str, lang: str, words: str) -> None:
    said = _call(server, "--lang", lang, exit_code=0)
    assert words in said
    assert ("没有" in said) == (lang == "zh")


def test_an_env_file_that_is_not_there_is_a_mistake_of_use(server: str) -> None:
    assert "--env-file" in _call(server, "--env-file", "none.env", exit_code=2)
