"""Callers: who asks, and what a call that came over HTTP means, however it was read from the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.web import address as addresses
from mockwx.core.web.address import Address
from mockwx.core.wire import Request

PLAIN_PORT = 80
NO_BODY = b""


class Caller(Struct, frozen=True):
    """Who asks: the same for all calls of one connection."""

    world: str
    """The world that they are about, where they do not say themselves."""
    scheme: str
    untrusted: bool
    """Over a certificate of a CA that nobody was told to trust."""
    client_ip: str
    is_at_plain_port: bool

    @classmethod
    def of(cls, world: str, scheme: str, untrusted: bool, transport: asyncio.BaseTransport | None) -> Caller:
        """``transport`` None: the client has left."""
        if transport is None:
            return cls(world, scheme, untrusted, "127.0.0.1", False)
        peer, own = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        client_ip = str(peer[0]) if peer else "127.0.0.1"
        return cls(world, scheme, untrusted, client_ip, scheme == "http" and own is not None and own[1] == PLAIN_PORT)

    def address(self, target: str, host: str, forwarded_host: str, forwarded_scheme: str) -> Address:
        address = addresses.read(target, host, self.scheme, forwarded_host, forwarded_scheme)
        return replace(address, world=self.world) if self.world and not address.world else address

    def request(
        self,
        address: Address,
        query: Mapping[str, str],
        raw_query: str,
        method: str,
        user_agent: str,
        body: bytes | None,
        content_length: int | None,
    ) -> Request:
        """``query`` and ``raw_query``: the address's own, or those of another call to the same place. ``body`` None: it
        was larger than mockwx reads."""
        return Request(
            method,
            address.host,
            address.path,
            query,
            body or NO_BODY,
            content_length,
            self.client_ip,
            body is None,
            address.root,
            user_agent,
            address.origin,
            # A client asked a host of WeChat's over plain HTTP where it takes that host to be: hosts are led here, and
            # so is port 80. A base URL has another port, even under the host's name.
            address.plain_proxied or (self.is_at_plain_port and address.host is not None and not address.root),
            raw_query,
            self.untrusted,
            self.scheme == "https",
        )
