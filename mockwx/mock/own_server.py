"""A MockWx's own server: in a thread, with its worlds in memory; where it listened before it listens again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    from mockwx.control.control_routes import ControlPlane
    from mockwx.scenario.scenario import Scenario
    from mockwx.server.call_log import OnCall
    from mockwx.server.http_server import HttpServer
    from mockwx.server.server_thread import ServerThread


class OwnServer:
    """What its options mean is said at :class:`mockwx.MockWx`."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        journal_size: int,
        callback_hosts: Collection[str],
        ca_dir: Path | None,
        passthrough: str,
        allow_hosts: Collection[str],
        relays: Mapping[str, str],
        on_call: OnCall | None,
    ) -> None:
        self._host, self._port = host, port
        self._journal_size = journal_size
        self._callback_hosts = callback_hosts
        self._ca_dir = ca_dir
        self._passthrough = passthrough
        self._allow_hosts = allow_hosts
        self._relays = relays
        self._on_call = on_call
        self._server: HttpServer | None = None
        self._thread: ServerThread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    @property
    def url(self) -> str:
        """Empty while it does not run."""
        return "" if self._server is None else self._server.url

    def start(self, scenario: Scenario) -> ControlPlane:
        """:raises OSError: the address is taken or not this machine's."""
        # Imported here: `import mockwx` and a test run that starts no server must not pay for aiohttp.
        from mockwx.server.http_server import HttpServer
        from mockwx.server.real_clock import wall
        from mockwx.server.server_thread import ServerThread
        from mockwx.store.memory.worlds import MemoryWorlds

        worlds = MemoryWorlds(journal_size=self._journal_size)
        worlds.put("", scenario, wall=wall())
        server = HttpServer(
            worlds,
            callback_hosts=self._callback_hosts,
            ca_dir=self._ca_dir,
            passthrough=self._passthrough,
            allow_hosts=self._allow_hosts,
            relays=self._relays,
            on_call=self._on_call,
        )
        thread = ServerThread(server)
        thread.start(self._host, self._port)
        self._thread, self._server, self._port = thread, server, server.port
        return server.plane

    def stop(self) -> None:
        if self._thread is not None:
            self._thread.stop()
        self._thread = self._server = None

    def listen(self, sock: socket.socket) -> None:
        """On one more socket, which is bound already, while it runs."""
        if self._thread is not None:
            self._thread.listen(sock)

    @contextmanager
    def passing(self, passthrough: str) -> Iterator[None]:
        """As long as it lasts, these hosts may be reached through it; nothing changes while it does not run."""
        from mockwx.intercept.passthrough import Passthrough

        if self._server is None:
            yield
            return
        interception = self._server.interception
        former, interception.passthrough = interception.passthrough, Passthrough(passthrough)
        try:
            yield
        finally:
            interception.passthrough = former
