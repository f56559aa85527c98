"""What lies behind the doors of one server: its CA, who speaks HTTP for which world, and the journal."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import hdrs

from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.wire import Request, Response
from mockwx.intercept.connect import world_of
from mockwx.intercept.door import passed, refused
from mockwx.intercept.hosts import Passthrough, is_here, is_wechat, split_authority
from mockwx.server.reply import Reply
from mockwx.server.wall import wall
from mockwx.store.port import Away, NoSuchWorld

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp import web

    from mockwx.core.world import World
    from mockwx.intercept.authority import Authority
    from mockwx.intercept.tls import Tls
    from mockwx.server.call_log import CallLog
    from mockwx.store.port import Store


class Interception:
    """``serve``: aiohttp's server for connections that are about one world, whatever their requests say."""

    def __init__(
        self,
        worlds: Store,
        log: CallLog,
        serve: Callable[[str, str], web.Server],
        *,
        ca_dir: Path | None = None,
        passthrough: str | tuple[str, ...] = (),
    ) -> None:
        self.own = ("", 0)
        self.passthrough = Passthrough(passthrough)
        self._worlds = worlds
        self._log = log
        self._ca_dir = ca_dir
        self._authority: Authority | None = None
        self._tls: Tls | None = None
        self._lock = threading.Lock()
        self._serve = serve
        self._servers: dict[tuple[str, str], web.Server] = {}

    @property
    def authority(self) -> Authority:
        """Made when first asked for: a server that nobody speaks TLS with loads none of it.

        :raises UnusableCa: the files in ``ca_dir`` are no CA.
        """
        with self._lock:
            if self._authority is None:
                from mockwx.intercept.authority import Authority

                self._authority = Authority(self._ca_dir)
            return self._authority

    @property
    def tls(self) -> Tls:
        if self._tls is None:
            from mockwx.intercept.tls import Tls

            self._tls = Tls(self.authority)
        return self._tls

    # Who answers

    def has(self, world: str) -> bool:
        # A store that is far away is not asked before there is a call; that will tell.
        return not world or self._worlds.remote or world in self._worlds.names()

    def http(self, world: str, scheme: str) -> Any:
        server = self._servers.get((world, scheme))
        if server is None:
            server = self._servers[world, scheme] = self._serve(world, scheme)
        return server()

    async def end(self, grace: float) -> None:
        for server in self._servers.values():
            server.pre_shutdown()
        await asyncio.gather(*(server.shutdown(grace) for server in self._servers.values()))
        self._servers.clear()

    # What reaches no endpoint

    def note(self, world: str, method: str, target: str, status: int, fault: str, reason: str) -> None:
        def write(found: World) -> Exchange:
            exchange = Exchange(
                number=found.journal.next_number(),
                at=found.clock.now(wall()),
                api=None,
                request=Request(method=method, host=None, path=target, query={}),
                response=Response(b"", "", status=status),
                errcode=None,
                fault=fault,
                reason=reason,
            )
            found.journal.append(exchange)
            return exchange

        if self._worlds.remote:
            # Nobody waits for it: it is told when the store has time.
            asyncio.get_running_loop().run_in_executor(None, self._written, world, write)
        elif (exchange := self._written(world, write)) is not None:
            self._log.note(world, exchange)

    def _written(self, world: str, write: Callable[[World], Exchange]) -> Exchange | None:
        try:
            return self._worlds.run(world, write, wall=wall())
        except (NoSuchWorld, Away):
            return None  # it ended while its tunnel was open

    def world_of(self, request: web.BaseRequest) -> str:
        return world_of(request.headers.get(hdrs.PROXY_AUTHORIZATION, ""))

    async def elsewhere(self, request: web.BaseRequest) -> web.StreamResponse | None:
        """The answer to a request to a proxy that is not for WeChat and not for mockwx; None where it is for one."""
        if request.method == "CONNECT":
            return _plain(405, both("CONNECT comes first on its connection", "CONNECT 须是连接的首个请求"))
        scheme, _, rest = request.raw_path.partition("://")
        authority = rest.partition("/")[0].partition("?")[0]
        try:
            host, port = split_authority(authority, 443 if scheme.lower() == "https" else 80)
        except ValueError:
            return None
        if is_wechat(host) or is_here(host, port, self.own):
            return None
        world = self.world_of(request)
        target = request.raw_path.partition("?")[0]
        if not self.passthrough.allows(host):
            reason = refused(host)
            self.note(world, request.method, target, 403, "refused", reason)
            return _plain(403, f"mockwx: {reason}")
        from mockwx.server.forward import forward

        self.note(world, request.method, target, 200, "passed through", passed(host))
        return await forward(request)


def _plain(status: int, text: str) -> Reply:
    return Reply(f"{text}\n".encode(), "text/plain; charset=utf-8", status)
