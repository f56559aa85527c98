"""What the player asks, it asks once: a backend that hangs up has crashed."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play, scripts
from mockwx.play.wechat_side import WechatSide


@pytest.fixture
def hanging_up() -> Iterator[tuple[str, list[bytes]]]:
    """A backend that reads a request and closes the connection; its URL, and the request lines that it saw."""
    seen: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                seen.append(connection.recv(65536).split(b"\r\n")[0])

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_a_get_that_the_backend_hangs_up_on_is_not_sent_again(
    hanging_up: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    url, seen = hanging_up
    file = tmp_path / "me.yaml"
    file.write_text("mockwx: 1\nsteps:\n  - backend.me: {}\n", encoding="utf-8")
    (script,) = scripts(file)

    with MockWx() as mockwx:
        result = asyncio.run(play(BackendSettings.read(url), WechatSide(mockwx.client), script))

    assert seen == [b"GET /me HTTP/1.1"]
    assert result.verdict == "failed"
