"""The sniffer: one port for plain HTTP, for a proxy's CONNECT and for TLS, told apart by a connection's first bytes.

It stands in front of a connection until it knows what that is, then hands it over whole and is gone: a request of plain
HTTP costs nothing more, a connection next to nothing. Public API of asyncio only, so that every event loop does.
"""

from __future__ import annotations

import asyncio
import ssl
import weakref
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from mockwx.core.text.bilingual import both
from mockwx.intercept.client_hello import HANDSHAKE_FAILURE, client_of, server_name
from mockwx.intercept.connect import ConnectRequest, NotConnect, read_connect
from mockwx.intercept.descriptors import Descriptors
from mockwx.intercept.hosts import is_here, is_wechat_host
from mockwx.intercept.interceptor import Interceptor
from mockwx.intercept.passthrough import NotPassed
from mockwx.intercept.refusals import (
    LEFT_DURING_TLS,
    PROXY_AUTHENTICATE,
    TALKED_TO_NO_STRANGER,
    TOKEN_WANTED,
    refusal,
    why_no_handshake,
    why_not_passed,
    why_passed,
)
from mockwx.intercept.tcp_reset import reset
from mockwx.intercept.tunnel import Tunnel

if TYPE_CHECKING:
    from mockwx.core.wire import NoConnection

CONNECT = b"CONNECT "
HANDSHAKE = 0x16
"""The first byte of TLS."""
MOST_HEAD_BYTES = 16 * 1024
MOST_CLIENTS = 256
"""Kinds of TLS clients that are told apart."""
PATIENCE_SECONDS = 30.0
"""For the rest of a CONNECT that has begun, and for a handshake."""


class Sniffers:
    """All sniffers of one server, for its end."""

    def __init__(self, interceptor: Interceptor) -> None:
        self.interceptor = interceptor
        self.closing = False
        self.descriptors = Descriptors()
        self.open: set[Sniffer | Tunnel] = set()
        self.trusting: set[bytes] = set()
        """TLS clients that have sent a request: they have seen the certificate, and were content."""
        self.tasks: set[asyncio.Task[Any]] = set()
        self.secured: weakref.WeakSet[asyncio.Transport] = weakref.WeakSet()
        """What lies below TLS, which would wait for a client's farewell."""

    def __call__(self) -> Sniffer:
        return Sniffer(self)

    def note_trust(self, tls_client: bytes) -> None:
        if len(self.trusting) < MOST_CLIENTS:
            self.trusting.add(tls_client)

    def keep(self, task: asyncio.Task[Any]) -> None:
        """asyncio itself holds no task that nobody else holds."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def close(self) -> None:
        self.closing = True
        for connection in list(self.open):
            connection.abort()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def abort(self) -> None:
        """What is still open after all farewells."""
        for transport in list(self.secured):
            transport.abort()


class Sniffer(asyncio.Protocol):
    """``world``: whom an outer CONNECT named; ``in_tunnel`` and ``layers`` of TLS: what lies around this connection."""

    def __init__(
        self,
        sniffers: Sniffers,
        world: str = "",
        *,
        in_tunnel: bool = False,
        layers: int = 0,
        tls_client: bytes = b"",
        untrusted: bool = False,
    ) -> None:
        self._untrusted = untrusted
        self._tls_client = tls_client
        self._sniffers = sniffers
        self._world = world
        self._in_tunnel = in_tunnel
        self._layers = layers
        self._transport: asyncio.Transport | None = None
        self._seen = b""
        self._timer: asyncio.TimerHandle | None = None
        self._breaks_tls = False
        """A rule wants the handshake in this tunnel to break."""

    # What the connection does

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's is one
        self._sniffers.open.add(self)
        if not self._layers and (sock := transport.get_extra_info("socket")) is not None:
            self._sniffers.descriptors.note(sock.fileno())
        # Inside TLS bytes may come before this: a client need not wait for the server's last word.
        if self._seen:
            self._look()

    def data_received(self, data: bytes) -> None:
        self._seen = self._seen + data if self._seen else data
        if self._transport is not None:
            self._look()

    def connection_lost(self, _: BaseException | None) -> None:
        if self._layers and not self._seen and self._transport is not None:
            self._note_left()
        self._leave()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _leave(self) -> None:
        self._transport = None
        self._sniffers.open.discard(self)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # What it is

    def _look(self) -> None:
        seen = self._seen
        if seen[0] == HANDSHAKE and self._layers < 2:
            self._run(self._begin_tls())
        elif self._in_tunnel or not (seen.startswith(CONNECT) or CONNECT.startswith(seen)):
            self._hand_over()
        elif b"\r\n\r\n" in seen or b"\n\n" in seen:
            self._connect()
        elif len(seen) > MOST_HEAD_BYTES:
            self._refuse(431, both("the CONNECT is too long", "CONNECT 请求头过长"))
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._tired)

    def _tired(self) -> None:
        self._refuse(408, both("the CONNECT never ended", "CONNECT 请求不完整，等待超时"))

    def _hand_over(self) -> None:
        """To whoever speaks HTTP; this sniffer is gone then."""
        transport, seen = self._transport, self._seen
        if transport is None:
            return
        self._leave()
        if self._layers and not self._untrusted:
            self._sniffers.note_trust(self._tls_client)
        scheme = "https" if self._layers else "http"
        handler = self._sniffers.interceptor.http(self._world, scheme, untrusted=self._untrusted)
        transport.set_protocol(handler)
        handler.connection_made(transport)
        handler.data_received(seen)

    def _connect(self) -> None:
        interceptor = self._sniffers.interceptor
        try:
            connect, self._seen = read_connect(self._seen)
        except NotConnect as error:
            self._refuse(400, str(error))
            return
        world = connect.credentials.world
        if not interceptor.has(world):
            self._refuse(
                404,
                both(
                    f"the proxy address names the world {world!r}, and there is none of that name",
                    f"代理地址中的用户名 {world!r} 不是已有的 world",
                ),
            )
        elif is_wechat_host(connect.host) or is_here(connect.host, connect.port, interceptor.own):
            self._world, self._in_tunnel = world, True
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            self._run(self._accept(connect))
        elif not interceptor.passthrough.allows(connect.host):
            self._refuse_host(connect, why_not_passed(connect.host))
        elif not interceptor.may_pass(connect.credentials.token):
            interceptor.note(world, "CONNECT", connect.target, 407, "refused", TOKEN_WANTED)
            self._refuse(407, TOKEN_WANTED, PROXY_AUTHENTICATE)
        else:
            self._run(self._pass(connect))

    def _refuse_host(self, connect: ConnectRequest, reason: str) -> None:
        self._sniffers.interceptor.note(connect.credentials.world, "CONNECT", connect.target, 403, "refused", reason)
        self._refuse(403, reason)

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _refuse(self, status: int, why: str, header: str = "") -> None:
        self._write(refusal(status, why, header))
        if self._transport is not None:
            self._transport.close()

    # What takes a while

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._sniffers.keep(task)

    async def _accept(self, connect: ConnectRequest) -> None:
        """A tunnel to WeChat, or to mockwx itself."""
        transport = self._transport
        if transport is None:
            return
        transport.pause_reading()
        if is_wechat_host(connect.host):
            why = await self._no_connection("CONNECT", connect.host, connect.target)
            if why == "refused":
                self._refuse(502, both(f"{connect.target}: connection refused", f"{connect.target} 拒绝连接"))
                return
            self._breaks_tls = why == "tls"
        if self._transport is None:
            return
        self._write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        transport.resume_reading()
        if self._seen:
            self._look()

    async def _no_connection(self, method: str, host: str, target: str) -> NoConnection | None:
        return await self._sniffers.interceptor.no_connection(self._world, method, host, target)

    async def _never_begin_tls(self, transport: asyncio.Transport) -> bool:
        """Whether a rule keeps this connection, of which the beginning was seen, from its handshake."""
        if self._breaks_tls:
            why: NoConnection | None = "tls"
        elif self._in_tunnel or (name := server_name(self._seen)) is None or not is_wechat_host(name):
            return False
        else:
            why = await self._no_connection("TLS", name, name)
        if why == "tls":
            transport.write(HANDSHAKE_FAILURE)
            transport.close()
        elif why == "refused":
            reset(transport)
        return why is not None

    async def _begin_tls(self) -> None:
        transport = self._transport
        if transport is None:
            return
        transport.pause_reading()
        if await self._never_begin_tls(transport):
            self._leave()
            return
        seen = self._seen
        try:
            tls = self._sniffers.interceptor.tls
            context = tls.context
        except Exception as error:  # no room for a certificate, a CA that cannot be used, a library that is not whole
            self._note_tls("failed", both(f"mockwx has no certificate to show: {error}", "mockwx 无法出示证书"))
            transport.abort()
            self._leave()
            return
        self._seen = b""
        self._tls_client = tls_client = client_of(seen)
        self._untrusted |= tls.is_untrusted
        inner = Sniffer(
            self._sniffers,
            self._world,
            in_tunnel=self._in_tunnel,
            layers=self._layers + 1,
            tls_client=tls_client,
            untrusted=self._untrusted,
        )
        loop = asyncio.get_running_loop()
        starting = loop.create_task(
            loop.start_tls(transport, inner, context, server_side=True, ssl_handshake_timeout=PATIENCE_SECONDS)
        )
        self._sniffers.keep(starting)
        if not self._layers:
            self._sniffers.secured.add(transport)
        try:
            # One round for start_tls to put its protocol in place, one for that protocol to learn of its connection;
            # then what was read here before is given to it, ahead of all that is read after.
            await asyncio.sleep(0)
            loop.call_soon(_feed, transport, seen)
            secure = await starting
        except (OSError, EOFError, asyncio.CancelledError) as error:
            starting.cancel()
            transport.abort()
            self._leave()
            if isinstance(error, ssl.SSLError):
                self._note_tls("failed", TALKED_TO_NO_STRANGER if self._untrusted else why_no_handshake(error))
            elif not isinstance(error, asyncio.CancelledError):
                self._note_left()
            return
        self._leave()
        if secure is None or secure.is_closing():
            self._note_left()
            return
        inner.connection_made(secure)

    def _note_left(self) -> None:
        if self._untrusted:
            self._note_tls("left", TALKED_TO_NO_STRANGER)
        # Go and others open more connections than they need; who has made calls before does trust the CA.
        elif self._tls_client not in self._sniffers.trusting:
            self._note_tls("left", LEFT_DURING_TLS)

    def _note_tls(self, fault: str, reason: str) -> None:
        if not self._sniffers.closing:
            self._sniffers.interceptor.note(self._world, "TLS", "handshake", 0, fault, reason)

    async def _pass(self, connect: ConnectRequest) -> None:
        """Through to a host that is not WeChat's, untouched."""
        transport, interceptor = self._transport, self._sniffers.interceptor
        if transport is None:
            return
        transport.pause_reading()
        tunnel = Tunnel(transport, self._sniffers.open.discard)
        world = connect.credentials.world
        try:
            await tunnel.open(await interceptor.passthrough.addresses(connect.host, connect.port), connect.port)
        except NotPassed as why:
            self._refuse_host(connect, str(why))
            return
        except OSError as error:
            reason = both(f"{connect.target} cannot be reached: {error}", f"无法连接 {connect.target}")
            interceptor.note(world, "CONNECT", connect.target, 502, "unreachable", reason)
            self._refuse(502, reason)
            return
        interceptor.note(world, "CONNECT", connect.target, 200, "passed through", why_passed(connect.host))
        seen = self._seen
        self._leave()
        transport.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self._sniffers.open.add(tunnel)
        tunnel.begin(seen)


def _feed(transport: asyncio.Transport, data: bytes) -> None:
    """Give ``data`` to the transport's protocol as if it had just come."""
    protocol: Any = transport.get_protocol()
    if not hasattr(protocol, "get_buffer"):
        return  # the connection is gone already
    rest = memoryview(data)
    while rest:
        room = memoryview(protocol.get_buffer(len(rest)))
        size = min(len(room), len(rest))
        room[:size] = rest[:size]
        protocol.buffer_updated(size)
        rest = rest[size:]
