"""``net: refused`` and ``net: tls``: what a client meets where no connection comes to be, by the way that it comes."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockwx import MockWx, MockWxError

from .calls import exchange_of
from .wire import speak

WECHAT = "api.weixin.qq.com"


@pytest.fixture
def mockwx() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


def connect(mockwx: MockWx, host: str = WECHAT) -> tuple[bytes, socket.socket]:
    """The first line of the proxy's answer to a CONNECT, and the connection."""
    wire = socket.create_connection(mockwx.address, timeout=60)
    wire.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = wire.recv(1)
        if not part:
            break
        head += part
    return head.partition(b"\r\n")[0], wire


def handshake(mockwx: MockWx, wire: socket.socket, name: str = WECHAT) -> ssl.SSLSocket:
    return ssl.create_default_context(cadata=mockwx.ca).wrap_socket(wire, server_hostname=name)


def logs_in(mockwx: MockWx, wire: socket.socket) -> bool:
    with handshake(mockwx, wire) as secure:
        return asks(mockwx, secure)


def asks(mockwx: MockWx, secure: ssl.SSLSocket) -> bool:
    secure.sendall(exchange_of(mockwx, mockwx.login("alice")).replace(b"Connection: close\r\n", b""))
    return b"session_key" in secure.recv(65536)


def told(mockwx: MockWx) -> list[tuple[str | None, str | None, str | None]]:
    return [(entry.api, entry.fault, entry.rule) for entry in mockwx.calls()]


def test_a_proxy_says_502_where_nobody_is_there_and_the_next_connection_is_well(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="down", call=1, net="refused")
    line, wire = connect(mockwx)
    wire.close()
    assert line.startswith(b"HTTP/1.1 502 ")
    line, wire = connect(mockwx)
    assert line.startswith(b"HTTP/1.1 200 ")
    assert logs_in(mockwx, wire)
    assert told(mockwx) == [(None, "net refused", "down"), ("code2session", None, None)]


def test_a_handshake_in_a_tunnel_breaks_with_an_alert_and_the_next_one_is_well(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="broken", call=1, net="tls")
    line, wire = connect(mockwx)
    assert line.startswith(b"HTTP/1.1 200 ")
    with wire, pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        handshake(mockwx, wire)
    assert logs_in(mockwx, connect(mockwx)[1])
    assert told(mockwx) == [(None, "net tls", "broken"), ("code2session", None, None)]


def test_a_client_that_comes_straight_to_wechats_address_meets_a_reset_before_its_handshake(mockwx: MockWx) -> None:
    mockwx.rule("code2session", call=1, net="refused")
    with socket.create_connection(mockwx.address, timeout=60) as wire, pytest.raises(OSError) as caught:
        handshake(mockwx, wire)
    assert isinstance(caught.value, ConnectionResetError | ssl.SSLEOFError)
    assert logs_in(mockwx, socket.create_connection(mockwx.address, timeout=60))


def test_a_client_that_comes_straight_to_wechats_address_meets_an_alert(mockwx: MockWx) -> None:
    mockwx.rule("code2session", call=1, net="tls")
    with (
        socket.create_connection(mockwx.address, timeout=60) as wire,
        pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"),
    ):
        handshake(mockwx, wire)
    assert logs_in(mockwx, socket.create_connection(mockwx.address, timeout=60))


@pytest.mark.parametrize("net", ["refused", "tls"])
def test_a_connection_that_is_there_stays_well(mockwx: MockWx, net: str) -> None:
    with handshake(mockwx, connect(mockwx)[1]) as secure:
        assert asks(mockwx, secure)
        mockwx.rule("code2session", name="late", net=net)  # type: ignore[arg-type]
        assert asks(mockwx, secure)
    assert mockwx.calls()[-1].trace == ("late: it is about new connections, and this one is there already",)


@pytest.mark.parametrize("net", ["refused", "tls"])
def test_other_hosts_and_other_servers_are_not_concerned(mockwx: MockWx, net: str) -> None:
    mockwx.rule("code2session", net=net)  # type: ignore[arg-type]
    line, wire = connect(mockwx, "qyapi.weixin.qq.com")
    assert line.startswith(b"HTTP/1.1 200 ")
    handshake(mockwx, wire, "qyapi.weixin.qq.com").close()
    with socket.create_connection(mockwx.address, timeout=60) as wire:
        handshake(mockwx, wire, "localhost").close()


def test_a_plain_call_meets_a_reset_where_nobody_is_there_and_its_code_is_unspent(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="down", call=1, net="refused")
    request = exchange_of(mockwx, mockwx.login("alice"))
    heard = speak(mockwx, request)
    assert (heard.end, heard.received) == ("RST", b"")
    assert "session_key" in speak(mockwx, request).json
    assert told(mockwx) == [("code2session", "net refused", "down"), ("code2session", None, None)]


def test_a_plain_call_has_no_handshake_that_could_break_and_the_journal_says_so(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="broken", net="tls")
    assert "session_key" in speak(mockwx, exchange_of(mockwx, mockwx.login("alice"))).json
    assert mockwx.calls()[0].trace == ("broken: this call came without TLS, which cannot break then",)
    assert mockwx.rules[0]["hits"] == 0


@pytest.mark.parametrize("net", ["refused", "tls"])
@pytest.mark.parametrize(
    ("words", "what"),
    [
        ({"user": "alice"}, "of which nobody knows the user yet"),
        ({"app": "shop"}, "of which nobody knows the app yet"),
        ({"count_by": "user"}, "of which nobody knows the count_by yet"),
        ({"commit": True}, "goes without commit"),
        ({"latency": "1s"}, "goes without latency"),
        ({"body": {"truncate": 4}}, "goes without body"),
    ],
    ids=str,
)
def test_what_a_connection_cannot_know_or_do_is_refused(
    mockwx: MockWx, net: str, words: dict[str, object], what: str
) -> None:
    with pytest.raises(MockWxError, match=what):
        mockwx.rule("code2session", net=net, **words)  # type: ignore[arg-type]
    assert mockwx.rules == []


@pytest.mark.parametrize("net", ["refused", "tls"])
def test_such_a_rule_survives_being_written_and_read(mockwx: MockWx, net: str, tmp_path: Path) -> None:
    mockwx.load({"rules": [{"when": {"api": "code2session"}, "then": {"net": net}}]})
    assert mockwx.rules[0]["then"] == {"net": net}
    mockwx.client.restore(mockwx.client.snapshot())
    assert mockwx.rules[0]["then"] == {"net": net}
    with contextlib.closing(connect(mockwx)[1]):
        pass
