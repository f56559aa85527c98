"""Ctrl-C and SIGTERM stop `mockwx serve` at once and cleanly, whatever its clients do."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mockwx import MockWx

from .conftest import BIN, Serve

REQUEST = b"GET /sns/jscode2session HTTP/1.1\r\nHost: x\r\n\r\n"
LATE = "1h"
"""Longer than ``stop`` waits: who waited for an answer that comes so late would fail."""


@pytest.fixture
def program() -> Path:
    """As Python itself starts it."""
    return BIN / "mockwx"


def connection(url: str) -> socket.socket:
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout=60)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_nobody_uses_stops(serve: Serve, sign: signal.Signals) -> None:
    code, said = serve().stop(sign)
    assert (code, said) == (0, "")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_server_with_open_connections_and_late_answers_stops(serve: Serve, sign: signal.Signals) -> None:
    served = serve()
    connected = MockWx.connect(served.url)
    with connection(served.url) as idle, connection(served.url) as half, connection(served.url) as waiting:
        idle.sendall(REQUEST)
        assert idle.recv(65536).startswith(b"HTTP/1.1 200")
        half.sendall(REQUEST[:20])
        connected.rule("code2session", latency=LATE)
        waiting.sendall(REQUEST)
        while len(connected.calls()) < 2:
            time.sleep(0.01)
        code, said = served.stop(sign)
    assert code == 0
    assert "Traceback" not in said


def test_the_socket_is_free_for_the_next_server_at_once(serve: Serve) -> None:
    first = serve()
    with connection(first.url) as idle:
        idle.sendall(REQUEST)
        idle.recv(65536)
        first.stop()
    second = serve(port=urlsplit(first.url).port)
    assert second.url == first.url


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_more_signals_do_no_harm_up_to_the_very_end(serve: Serve, sign: signal.Signals) -> None:
    served = serve()
    while served.process.poll() is None:
        served.process.send_signal(sign)
        time.sleep(0.001)
    _, said = served.process.communicate(timeout=60)
    assert served.process.returncode == 0
    assert said == ""


def test_a_server_can_end_with_the_program_that_holds_its_standard_input() -> None:
    command = [sys.executable, "-m", "mockwx", "serve", "--port", "0", "--quiet", "--stop-with-stdin"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("mockwx listening on ").strip()
        process.stdin.write("what is written is nobody's business\n")
        process.stdin.flush()
        assert MockWx.connect(url).login("alice")
        process.stdin.close()
        assert process.wait(timeout=60) == 0
