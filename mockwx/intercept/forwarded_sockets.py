"""Forwarded sockets: bound in this process, with all that connects to them handed on to a mockwx of another process."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from mockwx.intercept.tunnel import Tunnel

if TYPE_CHECKING:
    import socket
    from types import TracebackType


class ForwardedSockets:
    """In a thread of its own, which begins with the first socket; use it in a ``with`` statement."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._servers: list[asyncio.Server] = []
        self._tunnels: set[Tunnel] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> ForwardedSockets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def listen(self, sock: socket.socket) -> None:
        """Hand on what connects to ``sock``, which is bound already and belongs to this object from now on."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop.run_forever, name="mockwx-forwarder", daemon=True)
            self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(sock), self._loop).result()

    async def _listen(self, sock: socket.socket) -> None:
        self._servers.append(await self._loop.create_server(lambda: _Beginning(self), sock=sock, backlog=1024))

    def hand_on(self, near: asyncio.Transport, beginning: _Beginning) -> None:
        tunnel = Tunnel(near, self._tunnels.discard)
        self._tunnels.add(tunnel)
        task = self._loop.create_task(self._open(tunnel, beginning))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open(self, tunnel: Tunnel, beginning: _Beginning) -> None:
        host, port = self._address
        try:
            await tunnel.open([host], port)
        except OSError:
            tunnel.abort()
            self._tunnels.discard(tunnel)
        else:
            tunnel.begin(bytes(beginning.seen))

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for tunnel in list(self._tunnels):
            tunnel.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # An aborted connection closes its socket one round later.
        await asyncio.sleep(0)
        await asyncio.sleep(0)


class _Beginning(asyncio.Protocol):
    """Who listens until the tunnel does. To pause at once would be in vain: asyncio begins to read after it."""

    def __init__(self, forwarded_sockets: ForwardedSockets) -> None:
        self._forwarded_sockets = forwarded_sockets
        self.seen = bytearray()

    def data_received(self, data: bytes) -> None:
        self.seen += data

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        near: Any = transport
        self._forwarded_sockets.hand_on(near, self)
