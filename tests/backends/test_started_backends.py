"""Backends that run starts: slow to be ready, with WeChat's host hard-coded. A good one passes, a bad one does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import forked
from free_ports import free_port
from running import HERE
from test_first_screen import causes

HARD_CODED = """
import os, sys, threading, time
sys.path.insert(0, {here!r})
os.environ.update(
    WECHAT_APPID="wx00000000mockshop", WECHAT_SECRET="mockwx-secret-shop", PORT={port!r},
    WECHAT_BASE_URL="https://api.weixin.qq.com",
)
import {module}
from flask import Flask
app = {module}.{app}
began = []
@app.get("/health")
def health():
    # Up long before it is ready, as where migrations run first.
    began.append(1)
    return ("ready", 200) if len(began) > 5 else ("migrating", 503)
@app.before_request
def not_ready():
    from flask import request
    return None if request.path == "/health" or len(began) > 5 else ("not yet", 500)
app.run(port=int({port!r}), threaded=True)
"""
FILE = """
url: http://127.0.0.1:{port}
timeout: 4s
start: {{timeout: 1m, ready: GET /health}}
actions:
  login: {{request: POST /login, json: {{code: $code}}, save: {{session: $.token, uid: $.user.id}}}}
"""


def judged(module: str, app: str, folder: Path) -> subprocess.CompletedProcess[str]:
    port = str(free_port())
    (folder / "b.yaml").write_text(FILE.format(port=port), encoding="utf-8")
    program = HARD_CODED.format(here=str(HERE), port=port, module=module, app=app)
    scenarios = ["happy", "code-expired", "gateway-502", "two-codes-at-once", "secrets-stay-inside"]
    options = ["--port", "0", "--lang", "en", "--backend", "b.yaml", "--intercept"]
    return subprocess.run(
        [forked.python(), "-m", "mockwx", "run", *scenarios, *options, "--", sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_a_good_one_that_is_slow_to_be_ready_and_has_wechats_host_hard_coded_passes(tmp_path: Path) -> None:
    ran = judged("flask_app", "app", tmp_path)
    assert causes(ran.stdout) == []
    assert (ran.returncode, "5 passed, 0 failed, 0 skipped" in ran.stdout) == (0, True), ran.stdout + ran.stderr


def test_of_a_bad_one_the_mistakes_are_named_and_no_other(tmp_path: Path) -> None:
    ran = judged("four_flaws", "app", tmp_path)
    titles = [line.partition(":")[0] for line in causes(ran.stdout)]
    assert titles == ["makes two accounts of one person", "gives the session_key away"], ran.stdout + ran.stderr
