"""A mockwx on asyncio and on uvloop, and ways to speak to it as WeChat's own hosts."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mockwx.control.control_routes import ControlPlane
from mockwx.scenario import loader
from mockwx.scenario.scenario import Scenario
from mockwx.server.http_server import HttpServer
from mockwx.server.real_clock import wall
from mockwx.store.memory.worlds import MemoryWorlds

WECHAT = "api.weixin.qq.com"
BAD_CODE = (
    "GET /sns/jscode2session?appid=wx00000000mockshop&secret=mockwx-secret-shop"
    f"&js_code=x&grant_type=authorization_code HTTP/1.1\r\nHost: {WECHAT}\r\n\r\n"
).encode()


@dataclass
class Served:
    server: HttpServer
    worlds: MemoryWorlds
    loop: asyncio.AbstractEventLoop
    ca: Path
    stop: Callable[[], None]

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.server.port

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def plane(self) -> ControlPlane:
        return self.server.plane

    def trusting(self, **versions: ssl.TLSVersion) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.ca))
        for name, version in versions.items():
            setattr(context, name, version)
        return context

    def tunnel(self, host: str = f"{WECHAT}:443", credentials: str = "") -> socket.socket:
        wire = socket.create_connection(self.address, timeout=60)
        wire.sendall(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n{credentials}\r\n".encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += wire.recv(1)
        assert head.startswith(b"HTTP/1.1 200"), head
        return wire

    def secure(self, wire: socket.socket, name: str = WECHAT, **versions: ssl.TLSVersion) -> ssl.SSLSocket:
        return self.trusting(**versions).wrap_socket(wire, server_hostname=name)

    def journal(self, world: str = "") -> list[dict[str, Any]]:
        return list(self.plane.call("GET", "journal", world=world).value["entries"])


Serve = Callable[..., Served]


class ByHand:
    """A TLS client over any wire, which sees what the wire does: ssl's own sockets take a reset for an end."""

    def __init__(self, wire: socket.socket, context: ssl.SSLContext, name: str = WECHAT) -> None:
        self.wire = wire
        self.out = ssl.MemoryBIO()
        self._into = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._into, self.out, server_hostname=name)

    def begin(self) -> bytes:
        """The first bytes of the handshake, not sent yet."""
        with contextlib.suppress(ssl.SSLWantReadError):
            self._tls.do_handshake()
        return self.out.read()

    def handshake(self) -> ByHand:
        """Up to where the client has the last word, which is not sent yet."""
        while True:
            try:
                self._tls.do_handshake()
                return self
            except ssl.SSLWantReadError:
                self.wire.sendall(self.out.read())
                self._into.write(self.wire.recv(65536))

    def send(self, data: bytes) -> ByHand:
        self._tls.write(data)
        self.wire.sendall(self.out.read())
        return self

    def read_until(self, end: bytes) -> bytes:
        found = b""
        while end not in found:
            try:
                found += self._tls.read(65536)
            except ssl.SSLWantReadError:
                part = self.wire.recv(65536)
                assert part, "the end of the connection"
                self._into.write(part)
        return found


def read_answer(wire: socket.socket) -> bytes:
    """One answer with Content-Length, head and body."""
    found = b""
    while b"\r\n\r\n" not in found:
        part = wire.recv(65536)
        if not part:
            return found
        found += part
    head, _, body = found.partition(b"\r\n\r\n")
    size = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    while len(body) < size:
        part = wire.recv(65536)
        if not part:
            break
        body += part
    return head + b"\r\n\r\n" + body


@pytest.fixture(params=["asyncio", "uvloop"])
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serve]:
    started: list[Served] = []

    def begin(scenario: dict[str, Any] | None = None, **options: Any) -> Served:
        worlds = MemoryWorlds()
        worlds.put("", Scenario() if scenario is None else loader.from_mapping(scenario).scenario, wall=wall())
        server = HttpServer(worlds, **options)
        ready, stopping = threading.Event(), asyncio.Event()
        loops: list[asyncio.AbstractEventLoop] = []

        async def life() -> None:
            loops.append(asyncio.get_running_loop())
            await server.start("127.0.0.1", 0)
            ready.set()
            await stopping.wait()
            await server.stop()

        def run() -> None:
            if request.param == "uvloop":
                import uvloop

                uvloop.run(life())
            else:
                asyncio.run(life())

        thread = threading.Thread(target=run)
        thread.start()
        assert ready.wait(60)

        def stop() -> None:
            if thread.is_alive():
                loops[0].call_soon_threadsafe(stopping.set)
                thread.join(60)
                assert not thread.is_alive()

        ca = tmp_path / "ca.pem"
        ca.write_bytes(server.interception.authority.pem)
        started.append(Served(server, worlds, loops[0], ca, stop))
        return started[-1]

    yield begin
    for each in started:
        each.stop()


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve()
