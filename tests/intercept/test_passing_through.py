"""Passing through is no way to what this machine keeps to itself, and other machines need a token for it."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import Serve, Served


@pytest.fixture
def private() -> Iterator[int]:
    """The port of a server that is meant for this machine alone."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:

        def answer() -> None:
            while True:
                try:
                    wire, _ = listening.accept()
                except OSError:
                    return
                with wire:
                    wire.recv(65536)
                    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nprivate")

        pool.submit(answer)
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def ask(served: Served, request_line: str, headers: str = "") -> bytes:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(f"{request_line} HTTP/1.1\r\nHost: x\r\n{headers}Connection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: wire.recv(65536), b"")) if "GET" in request_line else wire.recv(65536)


NEAR = ["127.0.0.1", "localhost", "127.1", "2130706433", "0.0.0.0", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("host", NEAR)
@pytest.mark.parametrize("form", ["CONNECT {host}:{port}", "GET http://{host}:{port}/"])
def test_all_is_not_this_machine_and_not_its_link(serve: Serve, private: int, host: str, form: str) -> None:
    served = serve(passthrough="all")
    answer = ask(served, form.format(host=host, port=private))
    assert b"private" not in answer
    assert answer.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 502 "))
    if host == "127.0.0.1":
        assert b"--passthrough 127.0.0.1" in answer
        assert [entry["fault"] for entry in served.journal()] == ["refused"]


def test_an_own_address_that_is_no_loopback_is_refused_too(serve: Serve, private: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses the address to send from
        except OSError:
            pytest.skip("this machine has no address but loopback")
        own = probe.getsockname()[0]
    assert ask(serve(passthrough="all"), f"CONNECT {own}:{private}").startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("form", ["CONNECT {host}:{port}", "GET http://{host}:{port}/"])
def test_what_is_listed_by_its_name_is_reached_there(serve: Serve, private: int, form: str) -> None:
    served = serve(passthrough="localhost")
    assert ask(served, form.format(host="localhost", port=private)).startswith(b"HTTP/1.1 200 ")
    assert ask(served, form.format(host="127.0.0.1", port=private)).startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("form", ["CONNECT {host}:{port}", "GET http://{host}:{port}/"])
def test_a_server_with_a_token_passes_nobody_through_without_it(serve: Serve, private: int, form: str) -> None:
    served = serve(passthrough="localhost", token="s3cret")
    line = form.format(host="localhost", port=private)
    for credentials in ("", "world:", ":wrong"):
        encoded = base64.b64encode(credentials.encode()).decode()
        answer = ask(served, line, f"Proxy-Authorization: Basic {encoded}\r\n" if credentials else "")
        assert answer.startswith(b"HTTP/1.1 407 " if credentials != "world:" or "GET" in form else b"HTTP/1.1 404 ")
        assert b"private" not in answer
    right = base64.b64encode(b":s3cret").decode()
    assert ask(served, line, f"Proxy-Authorization: Basic {right}\r\n").startswith(b"HTTP/1.1 200 ")


def test_wechat_itself_needs_no_token(serve: Serve) -> None:
    served = serve(passthrough="all", token="s3cret")
    assert ask(served, "CONNECT api.weixin.qq.com:443").startswith(b"HTTP/1.1 200 ")
