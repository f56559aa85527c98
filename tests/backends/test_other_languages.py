"""Good backends in Go and JavaScript pass every ready scenario; one that keeps its connections sends a code again."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from free_ports import free_port
from running import HERE, SCENARIOS, environment, listens
from test_traits import differences

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.causes import causes
from mockwx.play.flaws import FlawKind
from mockwx.play.player import Script, play
from mockwx.play.results import PlayResult
from mockwx.play.script_files import find_all
from mockwx.play.wechat_side import WechatSide

PACKAGE = HERE.parent / "clients" / "programs" / "package.json"


def needs(program: str) -> str:
    """Where it is; a runtime that is missing is a failure in CI, a skip elsewhere."""
    path = shutil.which(program)
    if path is None:
        message = f"{program} is not on this machine, so its backend is NOT judged here; .ci/run installs it"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return path


def made(*command: str, cwd: Path) -> None:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def wechat() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture(scope="module")
def go_app(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("go")
    made(needs("go"), "build", "-o", str(folder / "go_app"), str(HERE / "go_app.go"), cwd=folder)
    return [str(folder / "go_app")]


@pytest.fixture(scope="module")
def express_app(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("express")
    node, npm = needs("node"), needs("npm")
    shutil.copy(PACKAGE, folder)
    shutil.copy(HERE / "express_app.cjs", folder)
    made(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)
    return [node, str(folder / "express_app.cjs")]


@contextmanager
def started(command: list[str], wechat: MockWx, **settings: str) -> Iterator[str]:
    port = free_port()
    variables: Mapping[str, str] = {**environment(wechat.url, port), **settings}
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with process:
        try:
            until = time.monotonic() + 60
            while not listens(port):
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < until, "it does not listen"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


async def judged(name: str, url: str, wechat: MockWx, scripts: list[Script], folder: Path) -> list[PlayResult]:
    """Each in turn, against the backend that its file tells of."""
    text = (HERE / "files" / f"{name}.yaml").read_text(encoding="utf-8")
    file = folder / f"{name}.yaml"
    file.write_text(text.replace("http://127.0.0.1:8000", url), encoding="utf-8")
    settings = BackendSettings.read(file)
    return [await play(settings, WechatSide(wechat.client), script) for script in scripts]


@pytest.mark.parametrize("name", ["go_app", "express_app"])
async def test_a_good_backend_in_another_language_passes(
    name: str, request: pytest.FixtureRequest, wechat: MockWx, tmp_path: Path
) -> None:
    scripts = find_all([str(SCENARIOS)])
    with started(request.getfixturevalue(name), wechat) as url:
        results = await judged(name, url, wechat, scripts, tmp_path)
    assert differences(results) == []
    assert sum(result.verdict == "passed" for result in results) > 15


async def test_an_http_client_that_keeps_connections_and_sends_again_is_found_and_nothing_else(
    go_app: list[str], wechat: MockWx, tmp_path: Path
) -> None:
    scripts = find_all([str(SCENARIOS / f"{name}.yaml") for name in ("happy", "outage", "connection-reset")])
    with started(go_app, wechat, KEEP="1") as url:
        results = await judged("go_app", url, wechat, scripts, tmp_path)
    assert {cause.flaw.kind for cause in causes(results)} == {FlawKind.CODE_AGAIN}, differences(results)
    assert [result.verdict for result in results] == ["passed", "passed", "failed"]
