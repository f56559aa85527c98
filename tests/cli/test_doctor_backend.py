"""`mockwx doctor --backend` logs alice in once, and says why her call did not arrive."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from mockwx import MockWx
from mockwx.cli import main
from tests.play.good_backend import Backend


class Doctor:
    """The doctor of one mockwx, asked about one backend."""

    def __init__(self, mockwx: MockWx, backend: Backend, folder: Path) -> None:
        self.mockwx, self.backend, self.file = mockwx, backend, folder / "backend.yaml"

    def says(self, *about: str, exit_code: int, file: Mapping[str, Any] | None = None, **environment: str) -> Any:
        """The findings about these, in their order."""
        self.file.write_text(yaml.safe_dump({"mockwx": 1, "backend": {"url": self.backend.url}} | dict(file or {})))
        said = self._call("--json", exit_code=exit_code, environment=environment)
        return [finding for finding in json.loads(said) if finding["about"] in about]

    def _call(self, *options: str, exit_code: int, environment: Mapping[str, str]) -> str:
        others: dict[str, str | None] = dict.fromkeys(set(os.environ) - {"PATH", "HOME"})
        command = ["doctor", "--url", self.mockwx.url, "--backend", str(self.file), *options]
        ended = CliRunner().invoke(main, command, env=others | dict(environment))
        assert ended.exit_code == exit_code, ended.output
        return ended.output


@pytest.fixture
def doctor(mockwx: MockWx, tmp_path: Path) -> Iterator[Doctor]:
    with Backend(mockwx.url) as backend:
        yield Doctor(mockwx, backend, tmp_path)


def test_where_alice_is_let_in_all_is_well(doctor: Doctor) -> None:
    findings = doctor.says("backend", "login", "calls", exit_code=0)
    assert [finding["verdict"] for finding in findings] == ["ok", "ok", "ok"]
    assert "alice logs in: HTTP 200" in findings[1]["seen"]["en"]
    doctor.mockwx.verify("code2session", user="alice", count=1)


def test_a_backend_that_was_not_started_is_told(doctor: Doctor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    (finding,) = doctor.says("backend", "login", exit_code=1, file={"backend": {"url": nobody}})
    assert finding["seen"]["en"].startswith(f"nothing listens at {nobody}: ")
    assert "start it" in finding["advice"]["en"]
    assert "启动" in finding["advice"]["zh"]


def test_a_backend_that_listens_on_ipv6_alone_is_found(doctor: Doctor) -> None:
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 on this machine")
    with listening:
        port = listening.getsockname()[1]
        (finding,) = doctor.says("backend", exit_code=1, file={"backend": {"url": f"http://127.0.0.1:{port}"}})
    assert f"but at http://[::1]:{port} something does" in finding["seen"]["en"]
    assert f"url: http://[::1]:{port}" in finding["advice"]["en"]


def test_a_backend_that_never_asks_wechat_is_told(doctor: Doctor) -> None:
    doctor.backend.routes["POST /login"] = lambda request: (503, {"error": "try again later"})
    (finding,) = doctor.says("login", "calls", exit_code=1)
    assert finding["seen"]["en"].startswith("POST /login is answered, and nothing called mockwx: HTTP 503")
    assert doctor.mockwx.url in finding["advice"]["en"]
    assert doctor.mockwx.url in finding["advice"]["zh"]


def test_a_page_of_html_is_no_backend(doctor: Doctor) -> None:
    doctor.backend.routes["POST /login"] = lambda request: (200, "<!DOCTYPE html><title>shop</title>")
    (finding,) = doctor.says("login", exit_code=1)
    assert "is answered with a page of HTML" in finding["seen"]["en"]


def test_a_path_that_the_backend_does_not_know_is_told(doctor: Doctor) -> None:
    login = {"request": "POST /api/session", "json": {"code": "$code"}}
    file = {"backend": {"url": doctor.backend.url, "actions": {"login": login}}}
    (finding,) = doctor.says("login", exit_code=1, file=file)
    assert finding["seen"]["en"].startswith("the backend does not know POST /api/session: HTTP 404")


def test_a_backend_with_an_appid_of_its_own_is_told(doctor: Doctor) -> None:
    apps = {"shop": {"appid": "wx1234567890abcdef", "secret": "my-own-secret"}}
    doctor.mockwx.load({"apps": {"shop": {"appid": "wx0000000000000001"}}})
    appid, login = doctor.says("appid", "login", exit_code=1, file={"apps": apps})[-2:]
    assert "the backend file's shop is wx1234567890abcdef, and no app of this world has it" in appid["seen"]["en"]
    assert "40013" in login["seen"]["en"]
    assert "--app APPID:SECRET" in login["advice"]["en"]


def test_another_secret_than_the_worlds_is_told(doctor: Doctor) -> None:
    apps = {"shop": {"appid": doctor.mockwx.app.appid, "secret": "my-own-secret"}}
    finding = doctor.says("appid", exit_code=1, file={"apps": apps})[-1]
    assert "40125" in finding["seen"]["en"]
    assert "my-own-secret" not in json.dumps(finding)


def test_a_call_in_another_world_is_found(doctor: Doctor) -> None:
    doctor.mockwx.client.make_world("other")
    doctor.backend.wechat = f"{doctor.mockwx.url}/~other"
    (finding,) = doctor.says("login", exit_code=1)
    assert "another world: /~other" in finding["seen"]["en"]


@pytest.mark.parametrize(("value", "verdict"), [(None, "note"), ("http://127.0.0.1:9", "problem"), ("{url}", "ok")])
def test_the_variable_that_the_file_names_is_looked_at(doctor: Doctor, value: str | None, verdict: str) -> None:
    environment = {} if value is None else {"WX_BASE": value.format(url=doctor.mockwx.url)}
    file = {"backend": {"url": doctor.backend.url, "audit": {"environment": {"WX_BASE": "url"}}}}
    (finding,) = doctor.says("base URL", exit_code=int(verdict == "problem"), file=file, **environment)
    assert (finding["verdict"], "WX_BASE" in finding["seen"]["en"]) == (verdict, True), finding


def test_a_file_that_is_wrong_is_told_by_line(doctor: Doctor) -> None:
    doctor.file.write_text("mockwx: 1\nbackend: {ulr: http://127.0.0.1:1}\n", encoding="utf-8")
    said = doctor._call(exit_code=2, environment={})
    assert "backend.yaml:2:" in said
    assert "did you mean 'url'" in said


def test_a_server_that_hangs_does_not_hang_the_doctor(doctor: Doctor) -> None:
    gate = threading.Event()
    doctor.backend.routes["POST /login"] = lambda request: (gate.wait(30), (200, {}))[1]
    login = {"request": "POST /login", "json": {"code": "$code"}}
    file = {"backend": {"url": doctor.backend.url, "timeout": "50ms", "actions": {"login": login}}}
    (finding,) = doctor.says("login", exit_code=1, file=file)
    gate.set()
    assert "nothing called mockwx" in finding["seen"]["en"]
