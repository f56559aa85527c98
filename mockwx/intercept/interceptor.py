"""What a sniffed connection leads to, as the sniffer sees it: the server fills it in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from mockwx.intercept.passthrough import Passthrough

if TYPE_CHECKING:
    from mockwx.core.wire import NoConnection
    from mockwx.intercept.tls import Tls


class Interceptor(Protocol):
    """One for all connections of a server."""

    passthrough: Passthrough

    @property
    def own(self) -> tuple[str, int]:
        """Where it listens."""

    @property
    def tls(self) -> Tls:
        """Made when first asked for."""

    def has(self, world: str) -> bool:
        """Whether there is such a world."""

    def may_pass(self, token: str) -> bool:
        """Whether whoever brings ``token`` may be passed through to hosts that are not WeChat's."""

    async def no_connection(self, world: str, method: str, host: str, target: str) -> NoConnection | None:
        """Why a new connection to a host of WeChat's does not come to be, by a rule; None: it does.

        ``method`` and ``target`` are for the journal.
        """

    def http(self, world: str, scheme: str, *, untrusted: bool = False) -> asyncio.Protocol:
        """Who speaks HTTP on one connection; ``scheme``: whether there is TLS around it; ``untrusted``: that of a CA
        that no client was told to trust."""

    def note(self, world: str, method: str, target: str, status: int, fault: str, reason: str) -> None:
        """Write into the journal what reaches no endpoint."""
