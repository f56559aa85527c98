"""Ctrl-C and SIGTERM stop `mockwx serve` at once and cleanly, whatever its clients do."""

from __future__ import annotations

import signal
import socket
import time
from urllib.parse import urlsplit

import pytest

from mockwx import MockWx

from .conftest import Serve

REQUEST = b"GET /sns/jscode2session HTTP/1.1\r\nHost: x\r\n\r\n"
AT_ONCE = 2.0
"""Seconds; a busy machine needs some."""


def connection(url: str) -> socket.socket:
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout=10)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_nobody_uses_stops(serve: Serve, sign: signal.Signals) -> None:
    code, took, said = serve().stop(sign)
    assert (code, said) == (0, "")
    assert took < AT_ONCE


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_server_with_open_connections_and_late_answers_stops(serve: Serve, sign: signal.Signals) -> None:
    served = serve()
    connected = MockWx.connect(served.url)
    with connection(served.url) as idle, connection(served.url) as half, connection(served.url) as waiting:
        idle.sendall(REQUEST)
        assert idle.recv(65536).startswith(b"HTTP/1.1 200")
        half.sendall(REQUEST[:20])
        connected.rule("code2session", latency="30s")
        waiting.sendall(REQUEST)
        while len(connected.calls()) < 2:
            time.sleep(0.01)
        code, took, said = served.stop(sign)
    assert code == 0
    assert took < AT_ONCE
    assert "Traceback" not in said


def test_the_socket_is_free_for_the_next_server_at_once(serve: Serve) -> None:
    first = serve()
    with connection(first.url) as idle:
        idle.sendall(REQUEST)
        idle.recv(65536)
        first.stop()
    second = serve(port=urlsplit(first.url).port)
    assert second.url == first.url


def test_a_second_signal_does_no_harm(serve: Serve) -> None:
    served = serve()
    served.process.send_signal(signal.SIGINT)
    served.process.send_signal(signal.SIGINT)
    code, _, said = served.stop(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in said
