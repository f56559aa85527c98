"""A server in a thread of its own, so that neither a sync nor an async test waits for it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from mockwx.server.event_loop import run_beside_tests
from mockwx.server.http_server import HttpServer

if TYPE_CHECKING:
    import socket


class ServerThread:
    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    def start(self, host: str, port: int) -> None:
        """Returns when the socket is open.

        :raises OSError: the address is taken or not this machine's.
        """
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(host, port, ready), name="mockwx-server", daemon=True)
        self._thread.start()
        ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def listen(self, sock: socket.socket) -> None:
        """On one more socket, bound already."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._server.listen(sock=sock), self._loop).result()

    def stop(self) -> None:
        if self._loop is not None and self._stopping is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        self._thread = None

    def _run(self, host: str, port: int, ready: threading.Event) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self._stopping = asyncio.Event()
            try:
                await self._server.start(host, port)
            except BaseException as failure:
                self._failure = failure
                return
            finally:
                ready.set()
            await self._stopping.wait()
            await self._server.stop()

        run_beside_tests(serve())
