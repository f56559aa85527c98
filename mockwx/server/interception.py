"""Interception: what a sniffed connection leads to: the CA, who speaks HTTP for which world, and the journal."""

from __future__ import annotations

import asyncio
import hmac
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mockwx import engine
from mockwx.core.web.hosts import HOSTS
from mockwx.core.wire import NoConnection, Request
from mockwx.intercept.passthrough import Passthrough
from mockwx.server.journal_outside_apis import journal_outside_apis
from mockwx.server.real_clock import wall
from mockwx.server.store_calls import without_waiting
from mockwx.store.port import NoSuchWorld, StoreUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from mockwx.core.journal.journal import Exchange
    from mockwx.core.world import World
    from mockwx.intercept.certificate_authority import Authority
    from mockwx.intercept.tls import Tls
    from mockwx.server.call_log import CallLog
    from mockwx.server.connections import Connections
    from mockwx.store.port import Store


class Interception:
    """``connections``: who speaks HTTP where nothing else is wanted.

    ``token``: what passing through to hosts that are not WeChat's must bring; None: nothing.
    """

    def __init__(
        self,
        worlds: Store,
        log: CallLog,
        connections: Connections,
        *,
        ca_dir: Path | None = None,
        passthrough: str | tuple[str, ...] = (),
        token: str | None = None,
    ) -> None:
        self.own = ("", 0)
        self.passthrough = Passthrough(passthrough)
        self._token = token
        self._worlds = worlds
        self._log = log
        self._ca_dir = ca_dir
        self._authority: Authority | None = None
        self._tls: Tls | None = None
        self._untrusted_tls: Tls | None = None
        self.shows_untrusted = False
        """New connections get a certificate of a CA that no client was told to trust."""
        self._lock = threading.Lock()
        self._connections = connections

    @property
    def authority(self) -> Authority:
        """Made when first asked for: a server that nobody speaks TLS with loads none of it.

        :raises UnusableCa: the files in ``ca_dir`` are no CA.
        """
        with self._lock:
            if self._authority is None:
                from mockwx.intercept.certificate_authority import Authority

                self._authority = Authority(self._ca_dir)
            return self._authority

    @property
    def tls(self) -> Tls:
        if self.shows_untrusted:
            return self.untrusted_tls
        if self._tls is None:
            from mockwx.intercept.tls import Tls

            self._tls = Tls(self.authority)
        return self._tls

    @property
    def untrusted_tls(self) -> Tls:
        """Of a CA of its own, which is kept nowhere and given to nobody."""
        if self._untrusted_tls is None:
            from mockwx.intercept.certificate_authority import Authority
            from mockwx.intercept.tls import Tls

            self._untrusted_tls = Tls(Authority(), is_untrusted=True)
        return self._untrusted_tls

    # Who answers

    def has(self, world: str) -> bool:
        # A store that is far away is not asked before there is a call; that will tell.
        return not world or self._worlds.remote or world in self._worlds.names()

    def http(self, world: str, scheme: str, *, untrusted: bool = False) -> asyncio.Protocol:
        return self._connections.protocol((world, scheme, untrusted))

    # What reaches no endpoint

    def note(self, world: str, method: str, target: str, status: int, fault: str, reason: str) -> None:
        def write(lent: World) -> Exchange:
            return journal_outside_apis(lent, method, target, fault=fault, reason=reason, status=status)

        if self._worlds.remote:
            # Nobody waits for it: it is told when the store has time.
            asyncio.get_running_loop().run_in_executor(None, self._written, world, write)
        elif (exchange := self._written(world, write)) is not None:
            self._log.note(world, exchange)

    async def no_connection(self, world: str, method: str, host: str, target: str) -> NoConnection | None:
        asked = Request(method=method, host=HOSTS.get(host.lower().rstrip(".")), path=target, query={}, secure=True)

        def decide(lent: World) -> Exchange | None:
            return engine.connection(lent, asked, wall())

        exchange = await without_waiting(self._worlds, partial(self._decided, world, decide))
        if exchange is None:
            return None
        self._log.note(world, exchange)
        return "tls" if exchange.fault == "net tls" else "refused"

    def _decided(self, world: str, decide: Callable[[World], Exchange | None]) -> Exchange | None:
        try:
            return self._worlds.run(world, decide, wall=wall())
        except (NoSuchWorld, StoreUnavailable):
            return None  # the call will tell

    def _written(self, world: str, write: Callable[[World], Exchange]) -> Exchange | None:
        try:
            return self._worlds.run(world, write, wall=wall())
        except (NoSuchWorld, StoreUnavailable):
            return None  # it ended while its tunnel was open

    def may_pass(self, token: str) -> bool:
        return self._token is None or hmac.compare_digest(token.encode("utf-8", "replace"), self._token.encode())
