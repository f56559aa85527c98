"""The login backends of the examples survive everything: the real command says A+, and every ready scenario passes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import forked
import pytest
from free_ports import free_port

EXAMPLES = Path(__file__).parents[2] / "examples" / "audit"
UNTESTED = {
    # Asked for by options, or about what these backends do not have.
    "dev-door",
    "debug-page-tells",
    "tls-unchecked",
    "plain-http",
    "goes-elsewhere",
    "qr-poll-open",
    "corps-mixed",
    "ticket-forged",
}


def fastapi_app(_folder: Path) -> list[str]:
    return [forked.python(), str(EXAMPLES / "fastapi_app" / "app.py")]


def lacking(what: str) -> NoReturn:
    """In CI what is missing is a failure."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def express_app(folder: Path) -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        lacking("no node or npm here; .ci/run installs them")
    shutil.copytree(EXAMPLES / "express_app", folder, dirs_exist_ok=True)
    install = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    made = subprocess.run(install, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if made.returncode != 0:
        lacking(f"npm install failed: {made.stderr[-500:]}")
    return [node, str(folder / "server.mjs")]


def mockwx(*args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [forked.python(), "-m", "mockwx", *args],
        env={**os.environ, "PYTHONUTF8": "1", **(env or {})},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("made", [fastapi_app, express_app], ids=["fastapi", "express"])
def test_it_survives_everything(made: object, tmp_path: Path) -> None:
    assert callable(made)
    command, here, there = made(tmp_path / "app"), str(free_port()), str(free_port())
    file = tmp_path / "backend.yaml"
    text = (EXAMPLES / "backend.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("127.0.0.1:8000", f"127.0.0.1:{there}"), encoding="utf-8")
    told = ["--backend", str(file), "--port", here]

    report = tmp_path / "report.json"
    ran = mockwx("audit", *told, "--restart", "--json", str(report), "--", *command, env={"PORT": there})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(report.read_bytes())
    assert found["grade"]["letter"] == "A+", ran.stdout
    untested = {each["check"] for each in found["results"] if each["state"] == "not tested"}
    assert untested <= UNTESTED, ran.stdout

    played = mockwx("run", "--ready", *told, "--", *command, env={"PORT": there})
    assert played.returncode == 0, played.stdout + played.stderr
    assert " 0 failed, 0 skipped " in played.stdout
