"""Nothing that mockwx itself asks, of a mockwx or of the backend, goes by way of the environment's proxy."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import forked
import pytest
from play.good_backend import Backend

from mockwx import MockWx

DEAD = "http://127.0.0.1:1"
"""Nobody listens there: whoever asks it fails at once."""
PROXIES = {name: DEAD for word in ("http_proxy", "https_proxy", "all_proxy") for name in (word, word.upper())} | {
    "no_proxy": "",
    "NO_PROXY": "",
}


@pytest.fixture
def callback() -> Iterator[str]:
    """A backend's callback, which says yes to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


def mockwx_command(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    run = [forked.python(), "-m", "mockwx", *args]
    env = {**os.environ, **PROXIES}
    return subprocess.run(run, env=env, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_a_command_reaches_its_server(tmp_path: Path) -> None:
    with MockWx() as mockwx:
        said = mockwx_command("login", "alice", "--url", mockwx.url, cwd=tmp_path)
        assert (said.returncode, said.stderr) == (0, "")


def test_a_run_reaches_its_server_and_the_backend(tmp_path: Path) -> None:
    with MockWx() as mockwx, Backend(mockwx.url) as backend:
        said = mockwx_command("run", "happy", "--backend", backend.url, "--url", mockwx.url, cwd=tmp_path)
        assert "1 passed, 0 failed, 0 skipped" in said.stdout


def test_python_reaches_a_server_elsewhere_and_a_phone_the_callback(
    monkeypatch: pytest.MonkeyPatch, callback: str
) -> None:
    for name, value in PROXIES.items():
        monkeypatch.setenv(name, value)
    with MockWx({"apps": {"club": {"kind": "official"}}}) as served:
        mockwx = MockWx.connect(served.url)
        link = f"https://open.weixin.qq.com/connect/oauth2/authorize?appid={mockwx.apps['club'].appid}"
        link += f"&redirect_uri={callback}&response_type=code&scope=snsapi_base#wechat_redirect"
        answer = mockwx.client.call("POST", "phone/authorize", {"user": "alice", "url": link, "deliver": "once"})
        assert [delivered.get("status") for delivered in answer["delivered"]] == [204]


def test_a_page_is_relayed_to_the_backend(monkeypatch: pytest.MonkeyPatch, callback: str) -> None:
    for name, value in PROXIES.items():
        monkeypatch.setenv(name, value)
    with MockWx(relays={"https://example.com": callback.rstrip("/")}) as mockwx:
        answer = MockWx.connect(mockwx.url).client.call("POST", "relay", {"url": "https://example.com/x"})
        assert answer["status"] == 204
