"""Whole backends with WeChat's address hard-coded log people in under ``mockwx exec``, without a changed line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import forked
import pytest
import requests
from free_ports import free_port

from mockwx import MockWx, MockWxError
from tests.clients.runtimes import Runtimes
from tests.clients.test_hard_coded import clean, runtimes

__all__ = ["runtimes"]
SETTINGS = {"APPID": "wx00000000mockshop", "SECRET": "mockwx-secret-shop"}
BACKENDS: dict[str, Callable[[Runtimes, str], list[str]]] = {
    "Django": lambda on, port: on.python("django_site.py", port),
    "Express": lambda on, port: on.node("express_app.cjs", port),
    "Java": lambda on, port: on.java("Site", port),
}


def wait_for(up: Callable[[], object], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            up()
            return
        except (OSError, MockWxError):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)


@contextmanager
def running(command: list[str], port: int) -> Iterator[MockWx]:
    """``command`` under exec, ended by a signal to exec, which tells what it has seen."""
    own = free_port()
    with subprocess.Popen(
        [forked.python(), "-m", "mockwx", "exec", "--port", str(own), "--", *command],
        env={**clean(), **SETTINGS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_for(lambda: MockWx.connect(f"http://127.0.0.1:{own}"), process)
            wait_for(lambda: socket.create_connection(("127.0.0.1", port)).close(), process)
            yield MockWx.connect(f"http://127.0.0.1:{own}")
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode in (128 + signal.SIGTERM, 0), told
    assert "calls to WeChat" in told


@pytest.mark.parametrize("name", BACKENDS)
def test_it_logs_alice_in_and_refuses_a_code_that_was_used(name: str, runtimes: Runtimes) -> None:
    port = free_port()
    with running(BACKENDS[name](runtimes, str(port)), port) as mockwx, requests.Session() as web:
        web.trust_env = False
        code = mockwx.login("alice")
        answer = web.post(f"http://127.0.0.1:{port}/login", json={"code": code}, timeout=20)
        assert answer.json() == {"user": mockwx.user("alice").openid()}
        assert web.post(f"http://127.0.0.1:{port}/login", json={"code": code}, timeout=20).status_code == 401
        assert [each.errcode for each in mockwx.calls("code2session")] == [0, 40163]


def test_passport_wechat_asks_here(runtimes: Runtimes) -> None:
    port = free_port()
    with running(BACKENDS["Express"](runtimes, str(port)), port) as mockwx, requests.Session() as web:
        web.trust_env = False
        web.get(f"http://127.0.0.1:{port}/back?code=x&state=y", timeout=20)
        (entry,) = mockwx.calls()
        assert (entry.request["host"], entry.request["path"]) == ("api.weixin.qq.com", "/sns/oauth2/access_token")


def test_nothing_of_it_is_set_outside() -> None:
    assert "MOCKWX_REROUTE" not in os.environ
