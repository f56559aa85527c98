"""One port for plain HTTP, a proxy's requests, CONNECT and TLS; and what other hosts meet there."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from eventually import once_in

from mockwx import MockWx
from mockwx.intercept.certificate_authority import KEY
from tests.intercept.conftest import BAD_CODE, WECHAT, ByHand, Serve, Served, read_answer

QUERY = "appid=wx00000000mockshop&secret=mockwx-secret-shop&grant_type=authorization_code&js_code="
VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


def login(served: Served, world: str = "") -> str:
    return str(served.plane.call("POST", "phone/login", world=world, body={"user": "alice"}).value["code"])


def wait_for(seen: Callable[[], object]) -> None:
    until = time.monotonic() + 100
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_plain_http_is_served_as_ever(served: Served) -> None:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(BAD_CODE)
        assert b'"errcode":40029' in read_answer(wire)


@pytest.mark.parametrize("cut", [1, 3, 7, 12, 40])
def test_a_request_that_comes_in_pieces_is_told_by_all_of_them(served: Served, cut: int) -> None:
    with served.tunnel() as wire:
        wire.sendall(BAD_CODE[:cut])
        time.sleep(0.02)
        wire.sendall(BAD_CODE[cut:])
        assert b'"errcode":40029' in read_answer(wire)
    connect = f"CONNECT {WECHAT}:443 HTTP/1.1\r\nHost: {WECHAT}\r\n\r\n".encode()
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(connect[:cut])
        time.sleep(0.02)
        wire.sendall(connect[cut:])
        assert wire.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_request_in_absolute_form_is_for_the_host_that_it_names(served: Served, scheme: str) -> None:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(
            f"GET {scheme}://{WECHAT}/sns/jscode2session?{QUERY}{login(served)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        )
        assert b'"openid"' in read_answer(wire)


@pytest.mark.parametrize("version", VERSIONS)
def test_tls_is_spoken_at_once_and_through_a_tunnel(served: Served, version: ssl.TLSVersion) -> None:
    for wire in (socket.create_connection(served.address, timeout=60), served.tunnel()):
        with served.secure(wire, minimum_version=version, maximum_version=version) as secure:
            assert secure.version() == {VERSIONS[0]: "TLSv1.2", VERSIONS[1]: "TLSv1.3"}[version]
            secure.sendall(BAD_CODE)
            assert b'"errcode":40029' in read_answer(secure)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_client_that_talks_first_and_fast_loses_no_byte(served: Served, version: ssl.TLSVersion) -> None:
    """CONNECT, ClientHello and the request each come before the answer to what was before them could be read."""
    context = served.trusting(minimum_version=version, maximum_version=version)
    with socket.create_connection(served.address, timeout=60) as wire:
        client = ByHand(wire, context)
        wire.sendall(f"CONNECT {WECHAT}:443 HTTP/1.1\r\n\r\n".encode() + client.begin())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += wire.recv(1)
        # With TLS 1.3 the client's last word of the handshake and its request are one write.
        assert b"200 OK" in client.handshake().send(BAD_CODE).read_until(b"40029")


def test_http_1_1_is_all_that_is_offered(served: Served) -> None:
    context = served.trusting()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with context.wrap_socket(served.tunnel(), server_hostname=WECHAT) as secure:
        assert secure.selected_alpn_protocol() == "http/1.1"


def test_200_requests_go_through_one_tunnel(served: Served) -> None:
    with httpx.Client(proxy=served.proxy, verify=served.trusting(), trust_env=False) as client:
        answers = [client.get(f"https://{WECHAT}/sns/jscode2session?{QUERY}{login(served)}") for _ in range(200)]
        assert all("openid" in each.json() for each in answers)
    codes = {each.request.url.params["js_code"] for each in answers}
    assert len(codes) == 200
    # One connection: a second would have made a second tunnel.
    assert len({each["number"] for each in served.journal()}) == 200


def test_500_tunnels_at_once_are_all_served(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockwx.intercept.sniffer.PATIENCE_SECONDS", 120)
    context = served.trusting()
    # Client and server share one process here, so not all of them shake hands side by side.
    few = asyncio.Semaphore(50)

    async def one() -> bytes:
        async with few:
            reader, writer = await asyncio.open_connection(*served.address)
            writer.write(f"CONNECT {WECHAT}:443 HTTP/1.1\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            await writer.start_tls(context, server_hostname=WECHAT)
            writer.write(BAD_CODE)
            head = await reader.readuntil(b"\r\n\r\n")
        await all_open.wait()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return head

    async def all_of_them() -> list[bytes]:
        tasks = [asyncio.create_task(one()) for _ in range(500)]
        await asyncio.to_thread(wait_for, lambda: len(served.journal()) == 500)
        all_open.set()
        return await asyncio.gather(*tasks)

    all_open = asyncio.Event()
    heads = asyncio.run(asyncio.wait_for(all_of_them(), 120))
    assert len(heads) == 500
    assert all(each.startswith(b"HTTP/1.1 200") for each in heads)


def test_a_proxy_that_is_spoken_to_in_tls_leads_to_the_same(served: Served) -> None:
    with served.secure(socket.create_connection(served.address, timeout=60), "127.0.0.1") as outer:
        outer.sendall(f"CONNECT {WECHAT}:443 HTTP/1.1\r\n\r\n".encode())
        assert outer.recv(1000).startswith(b"HTTP/1.1 200")
        ByHand(outer, served.trusting()).handshake().send(BAD_CODE).read_until(b"40029")


def test_a_tunnel_to_port_80_speaks_plain_http(served: Served) -> None:
    with served.tunnel(f"{WECHAT}:80") as wire:
        wire.sendall(BAD_CODE)
        assert b'"errcode":40029' in read_answer(wire)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "mockwx"])
def test_mockwx_itself_is_reached_through_itself(served: Served, host: str) -> None:
    port = served.server.port
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(f"GET http://{host}:{port}/_mockwx/health HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert b'"status": "ok"' in read_answer(wire)
    with served.tunnel(f"{host}:{port}") as wire:
        wire.sendall(b"GET /_mockwx/health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b'"status": "ok"' in read_answer(wire)


# A world of one's own


def credentials(name: str) -> str:
    return f"Proxy-Authorization: Basic {base64.b64encode(f'{name}:'.encode()).decode()}\r\n"


def test_the_user_name_of_the_proxy_names_a_world(served: Served) -> None:
    served.plane.call("POST", "worlds", body={"name": "two"})
    code = login(served, "two")
    with httpx.Client(
        proxy=f"http://two@127.0.0.1:{served.server.port}", verify=served.trusting(), trust_env=False
    ) as client:
        assert "openid" in client.get(f"https://{WECHAT}/sns/jscode2session?{QUERY}{code}").json()
        code = login(served, "two")
        assert "openid" in client.get(f"http://{WECHAT}/sns/jscode2session?{QUERY}{code}").json()
    assert [each["errcode"] for each in served.journal("two")] == [0, 0]
    assert served.journal() == []


def test_a_world_that_there_is_not_is_said_to_be_none(served: Served) -> None:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(f"CONNECT {WECHAT}:443 HTTP/1.1\r\n{credentials('three')}\r\n".encode())
        told = read_answer(wire)
    assert told.startswith(b"HTTP/1.1 404 ")
    assert b"'three'" in told


# Hosts that are not WeChat's


@pytest.mark.parametrize(
    "request_line", ["CONNECT example.com:443", "GET http://example.com/", "GET https://example.com/"]
)
def test_other_hosts_are_refused_and_the_journal_says_so(served: Served, request_line: str) -> None:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(f"{request_line} HTTP/1.1\r\nHost: example.com\r\n\r\n".encode())
        told = read_answer(wire).decode()
    assert told.startswith("HTTP/1.1 403 ")
    assert "--passthrough example.com" in told
    assert "放行" in told
    (entry,) = served.journal()
    assert (entry["api"], entry["errcode"], entry["fault"]) == (None, None, "refused")
    assert "example.com is no host of WeChat's" in entry["reason"]


@pytest.fixture
def elsewhere() -> Iterator[int]:
    """The port of a server that answers with the bytes that it got."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:

        def answer() -> None:
            while True:
                try:
                    wire, _ = listening.accept()
                except OSError:
                    return
                with wire:
                    got = wire.recv(65536)
                    head = f"HTTP/1.1 200 Well\r\nContent-Length: {len(got)}\r\nX-Own: yes\r\n\r\n".encode()
                    wire.sendall(head + got)

        pool.submit(answer)
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("listed", ["all,127.0.0.1", "example.com,127.0.0.1"])
def test_other_hosts_are_reached_untouched_where_that_is_wanted(serve: Serve, elsewhere: int, listed: str) -> None:
    served = serve(passthrough=listed)
    with served.tunnel(f"127.0.0.1:{elsewhere}") as wire:
        wire.sendall(b"anything at all")
        assert wire.recv(65536).endswith(b"anything at all")
    with httpx.Client(proxy=served.proxy, trust_env=False) as client:
        answer = client.post(f"http://127.0.0.1:{elsewhere}/path?q=1", content=b"", headers={"X-Mine": "1"})
    assert answer.headers["X-Own"] == "yes"
    assert answer.text.startswith("POST /path?q=1 HTTP/1.1\r\n")
    assert "X-Mine: 1" in answer.text
    assert "proxy" not in answer.text.lower()
    assert [(each["api"], each["fault"]) for each in served.journal()] == [(None, "passed through")] * 2


def test_a_list_lets_through_nothing_else(serve: Serve) -> None:
    served = serve(passthrough=".example.com")
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(b"CONNECT example.org:443 HTTP/1.1\r\n\r\n")
        assert read_answer(wire).startswith(b"HTTP/1.1 403")


def test_wechat_is_never_called_not_even_where_all_may_pass(serve: Serve) -> None:
    served = serve(passthrough="all,.qq.com,pay.weixin.qq.com")
    for host in ("pay.weixin.qq.com", "API.weixin.qq.com.", "weixin.qq.com"):
        with served.secure(served.tunnel(f"{host}:443"), host.rstrip(".")) as secure:
            secure.sendall(BAD_CODE)
            assert b"errcode" in read_answer(secure)


def test_a_host_that_cannot_be_reached_is_a_bad_gateway(serve: Serve) -> None:
    served = serve(passthrough="all,127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
        assert read_answer(wire).startswith(b"HTTP/1.1 502 ")
    assert served.journal()[-1]["fault"] == "unreachable"


# Clients that are not well


def test_garbage_instead_of_tls_ends_that_connection_and_no_other(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for wire in (socket.create_connection(served.address, timeout=60), served.tunnel()):
        with wire:
            wire.sendall(b"\x16garbage, nothing but garbage" * 50)
            while wire.recv(65536):
                pass
    test_plain_http_is_served_as_ever(served)
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == []
    assert any("TLS" in each["line"] for each in served.journal())


def test_a_client_that_does_not_trust_the_ca_fails_and_the_journal_says_why(served: Served) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(served.tunnel(), server_hostname=WECHAT)
    wait_for(served.journal)
    assert "does not trust mockwx's CA" in served.journal()[0]["reason"]


@pytest.mark.parametrize(
    "sent",
    [b"CONNECT nonsense\r\n\r\n", b"CONNECT a:b HTTP/1.1\r\n\r\n", b"CONNECT " + b"x" * 20_000],
)
def test_a_broken_connect_is_refused(served: Served, sent: bytes) -> None:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(sent)
        assert read_answer(wire)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 431")


@pytest.mark.parametrize("begun", [b"", b"CONN", b"CONNECT api.weixin.qq.com:443 HTTP/1.1\r\n"])
def test_half_a_connect_and_then_nothing_holds_nobody_up(
    served: Served, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(begun)
        test_plain_http_is_served_as_ever(served)
    monkeypatch.setattr("mockwx.intercept.sniffer.PATIENCE_SECONDS", 0.3)
    with socket.create_connection(served.address, timeout=60) as wire:
        wire.sendall(begun)
        if begun:
            assert read_answer(wire).startswith(b"HTTP/1.1 408 ")


def test_it_ends_within_a_second_with_everything_open(serve: Serve, elsewhere: int) -> None:
    assert once_in(5, lambda: seconds_to_end(serve, elsewhere) < 1)


def seconds_to_end(serve: Serve, elsewhere: int) -> float:
    served = serve({"rules": [{"when": {"api": "code2session"}, "then": {"net": "hang"}}]}, passthrough="127.0.0.1")
    open_ones = [
        socket.create_connection(served.address, timeout=60),
        served.tunnel(),
        served.secure(served.tunnel()),
        served.tunnel(f"127.0.0.1:{elsewhere}"),
        *(hanging := [served.secure(served.tunnel()), served.secure(socket.create_connection(served.address))]),
    ]
    half = served.tunnel()
    half.sendall(b"\x16\x03\x01\x02")  # a handshake that has hardly begun
    for each in hanging:
        each.sendall(BAD_CODE)
    wait_for(lambda: len(served.journal()) >= 3)
    began = time.monotonic()
    served.stop()
    took = time.monotonic() - began
    for each in (*open_ones, half):
        each.close()
    return took


# Clients that open more connections than they need


def test_a_connection_that_was_not_needed_is_no_doubt_about_the_ca(served: Served) -> None:
    spare = served.secure(served.tunnel())
    with served.secure(served.tunnel()) as secure:
        secure.sendall(BAD_CODE)
        assert b"errcode" in read_answer(secure)
    spare.close()
    with served.secure(served.tunnel()) as secure:  # by its answer the server has seen the other leave
        secure.sendall(BAD_CODE)
        read_answer(secure)
    assert [entry["fault"] for entry in served.journal() if entry["api"] is None] == []


def test_a_client_that_leaves_without_a_word_may_not_trust_the_ca(served: Served) -> None:
    served.secure(served.tunnel()).close()
    wait_for(served.journal)
    assert "perhaps it does not trust" in served.journal()[0]["reason"]


# Faults, inside TLS


@pytest.mark.parametrize("then", [{"net": "empty"}, {"body": {"truncate": 10}}])
def test_a_wire_that_breaks_inside_tls_waits_for_no_farewell(serve: Serve, then: dict[str, object]) -> None:
    served = serve({"rules": [{"when": {"api": "code2session"}, "then": then}]})
    with served.tunnel() as wire:
        ByHand(wire, served.trusting()).handshake().send(BAD_CODE)
        while wire.recv(65536):  # times out where the server waits for a close_notify, which this client never sends
            pass


def faulty(serve: Serve, then: dict[str, object]) -> ssl.SSLSocket:
    served = serve({"rules": [{"when": {"api": "code2session"}, "then": then}]})
    secure = served.secure(served.tunnel())
    secure.sendall(BAD_CODE)
    return secure


def test_a_reset_inside_tls_is_a_reset(serve: Serve) -> None:
    served = serve({"rules": [{"when": {"api": "code2session"}, "then": {"net": "reset"}}]})
    with served.tunnel() as wire:
        client = ByHand(wire, served.trusting()).handshake().send(BAD_CODE)
        with pytest.raises(ConnectionResetError):
            client.read_until(b"anything")


def test_an_empty_close_inside_tls_is_an_end_without_a_byte(serve: Serve) -> None:
    with faulty(serve, {"net": "empty"}) as secure:
        assert secure.recv(1) == b""


def test_silence_inside_tls_is_silence(serve: Serve) -> None:
    with faulty(serve, {"net": "hang"}) as secure:
        secure.settimeout(0.3)
        with pytest.raises(TimeoutError):
            secure.recv(1)


def test_half_a_body_inside_tls_is_half_a_body(serve: Serve) -> None:
    with faulty(serve, {"body": {"truncate": 5}}) as secure:
        found = b""
        while part := secure.recv(65536):
            found += part
    head, _, body = found.partition(b"\r\n\r\n")
    assert len(body) == 5
    assert int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]) > 5


def test_a_late_answer_inside_tls_is_late(serve: Serve) -> None:
    began = time.monotonic()
    with faulty(serve, {"errcode": -1, "latency": "500ms"}) as secure:
        answer = read_answer(secure)
        assert time.monotonic() - began > 0.4
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["errcode"] == -1


def test_without_a_certificate_to_show_a_connection_is_closed_at_once_and_the_journal_says_why(tmp_path: Path) -> None:
    (tmp_path / KEY).touch(0o600)
    with MockWx(ca_dir=tmp_path) as mockwx:
        with socket.create_connection(mockwx.address, timeout=60) as wire:
            wire.sendall(ByHand(wire, ssl.create_default_context()).begin())
            with contextlib.suppress(ConnectionResetError):
                assert wire.recv(1) == b""
        (entry,) = mockwx.calls()
        assert "no certificate to show" in str(entry.reason)
