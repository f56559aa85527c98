"""Rerouting inside a Python process: its sockets and TLS are patched, so that what it sends to WeChat goes to mockwx.

This file stands alone: Python processes that know nothing of mockwx load it too. Names of WeChat's resolve to a marked
loopback address, connections to that address go to mockwx, and TLS for those names trusts mockwx's CA and no other. So
what slips through a gap ends on this machine or with a certificate that is refused; what is noticed is named.
"""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Callable, Iterable
from importlib.machinery import PathFinder
from typing import Any

MARK = "127.73.88.87"
"""Stands for WeChat. All of 127/8 is this machine, and nothing listens there."""


class AlreadyRerouted(RuntimeError):
    """One process is led to one mockwx at a time."""


class Escaped(ConnectionError):
    """Something was about to leave for WeChat itself, and was stopped."""


class Reroute:
    """``address``: mockwx's, an IPv4 one; ``ca``: its CA as PEM; ``domains``: all at or below them is led."""

    def __init__(self, address: tuple[str, int], ca: str, domains: Iterable[str]) -> None:
        self.address = address
        self.escaped: list[str] = []
        self._ca = ca
        self._domains = tuple(domains)
        self._undo: list[Callable[[], object]] = []
        self._contexts: dict[tuple[Any, ...], ssl.SSLContext] = {}

    def install(self) -> None:
        global _active
        if _active is not None:
            raise AlreadyRerouted
        # What `mockwx exec` has put around this whole process waits.
        outer = getattr(sys.modules.get("_mockwx_reroute"), "_active", None)
        if outer is not None:
            outer.remove()
            self._undo.append(outer.install)
        self.address = (socket.gethostbyname(self.address[0]), self.address[1])
        _active = self
        _watch_once()
        self._lookups()
        self._connections()
        self._tls()
        for name, patch in _LIBRARIES.items():
            if name in sys.modules:
                patch(self, sys.modules[name])
        finder = _Finder()
        sys.meta_path.insert(0, finder)
        self._undo.append(lambda: sys.meta_path.remove(finder))

    def remove(self) -> None:
        """All is as it was; sockets that are open stay open."""
        global _active
        while self._undo:
            self._undo.pop()()
        _active = None

    def is_led(self, name: object) -> bool:
        if isinstance(name, (bytes, bytearray)):
            name = bytes(name).decode("latin-1")
        if not isinstance(name, str):
            return False
        name = name.lower().rstrip(".")
        return any(name == domain or name.endswith(f".{domain}") for domain in self._domains)

    def set(self, owner: Any, name: str, value: Any) -> None:
        """Like setattr, until :meth:`remove`."""
        own = vars(owner).get(name)
        setattr(owner, name, value)
        self._undo.append(lambda: setattr(owner, name, own) if own is not None else delattr(owner, name))

    def stop(self, what: str) -> None:
        """:raises Escaped: always."""
        self.escaped.append(what)
        raise Escaped(f"mockwx stopped a way to WeChat itself: {what}")

    # Names

    def _lookups(self) -> None:
        lookup, by_name, by_name_ex = socket.getaddrinfo, socket.gethostbyname, socket.gethostbyname_ex

        def getaddrinfo(
            host: Any,
            port: Any,
            family: int = 0,
            type: int = 0,  # noqa: A002  socket's own name
            proto: int = 0,
            flags: int = 0,
        ) -> Any:
            if not self.is_led(host):
                return lookup(host, port, family, type, proto, flags)
            if family not in (0, socket.AF_INET):
                raise socket.gaierror(socket.EAI_FAMILY, "mockwx has an IPv4 address only")
            return lookup(MARK, port, socket.AF_INET, type, proto, 0)

        self.set(socket, "getaddrinfo", getaddrinfo)
        self.set(socket, "gethostbyname", lambda name: MARK if self.is_led(name) else by_name(name))
        self.set(socket, "gethostbyname_ex", lambda name: by_name_ex(MARK if self.is_led(name) else name))

    # Connections

    def led(self, address: Any) -> Any:
        """Where a connection to ``address`` really goes."""
        if isinstance(address, tuple) and address and (address[0] == MARK or self.is_led(address[0])):
            return self.address
        return address

    def _connections(self) -> None:
        connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
        self.set(socket.socket, "connect", lambda wire, address: connect(wire, self.led(address)))
        self.set(socket.socket, "connect_ex", lambda wire, address: connect_ex(wire, self.led(address)))

    # TLS

    def _tls(self) -> None:
        wrap_socket, wrap_bio = ssl.SSLContext.wrap_socket, ssl.SSLContext.wrap_bio

        def over_socket(
            context: ssl.SSLContext,
            sock: socket.socket,
            server_side: bool = False,
            do_handshake_on_connect: bool = True,
            suppress_ragged_eofs: bool = True,
            server_hostname: Any = None,
            session: Any = None,
        ) -> Any:
            if not server_side and self.is_led(server_hostname):
                self._check_peer(sock, server_hostname)
                context, session = self._context(context), None
            return wrap_socket(
                context, sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname, session
            )

        def over_memory(
            context: ssl.SSLContext,
            incoming: Any,
            outgoing: Any,
            server_side: bool = False,
            server_hostname: Any = None,
            session: Any = None,
        ) -> Any:
            if not server_side and self.is_led(server_hostname):
                context, session = self._context(context), None
            return wrap_bio(context, incoming, outgoing, server_side, server_hostname, session)

        self.set(ssl.SSLContext, "wrap_socket", over_socket)
        self.set(ssl.SSLContext, "wrap_bio", over_memory)

    def _context(self, like: ssl.SSLContext) -> ssl.SSLContext:
        """One that trusts mockwx's CA only, in place of a context that may be older than the CA."""
        key = (like.verify_mode, like.check_hostname, like.minimum_version, like.maximum_version)
        if key not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = like.check_hostname
            context.verify_mode = like.verify_mode
            context.minimum_version, context.maximum_version = like.minimum_version, like.maximum_version
            context.load_verify_locations(cadata=self._ca)
            self._contexts[key] = context
        return self._contexts[key]

    def _check_peer(self, sock: socket.socket, name: object) -> None:
        try:
            peer = sock.getpeername()[:2]
        except OSError:
            return
        if peer != self.address:
            self.stop(f"TLS for {name} over a connection to {peer[0]}:{peer[1]}")


_active: Reroute | None = None
_watching = False


def _watch_once() -> None:
    global _watching
    if not _watching:
        _watching = True
        # Hooks cannot be taken away again; this one sleeps while nothing is rerouted.
        sys.addaudithook(_watch)


_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """Whatever asks the system for a name of WeChat's went past the functions above."""
    if _active is None or not event.startswith("socket."):
        return
    if event in _LOOKUPS and _active.is_led(args[0]):
        _active.stop(f"a lookup of {args[0]}")
    if event == "socket.connect" and isinstance(args[1], tuple) and _active.is_led(args[1][0]):
        _active.stop(f"a connection to {args[1][0]}")


# Libraries that ask no function of the socket module


def _uvloop(self: Reroute, uvloop: Any) -> None:
    lookup, connection = uvloop.Loop.getaddrinfo, uvloop.Loop.create_connection

    async def getaddrinfo(loop: Any, host: Any, port: Any, **options: Any) -> Any:
        return await lookup(loop, MARK if self.is_led(host) else host, port, **options)

    async def create_connection(loop: Any, factory: Any, host: Any = None, port: Any = None, **options: Any) -> Any:
        if host is not None and (host == MARK or self.is_led(host)):
            if options.get("ssl") and options.get("server_hostname") is None:
                options["server_hostname"] = host
            host, port = self.address
        return await connection(loop, factory, host, port, **options)

    self.set(uvloop.Loop, "getaddrinfo", getaddrinfo)
    self.set(uvloop.Loop, "create_connection", create_connection)


def _aiohttp(self: Reroute, resolver: Any) -> None:
    resolve = resolver.AsyncResolver.resolve  # it asks c-ares

    async def led(own: Any, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        if not self.is_led(host):
            return await resolve(own, host, port, family)
        host_entry = {"hostname": host, "host": MARK, "port": port, "family": socket.AF_INET}
        return [{**host_entry, "proto": 0, "flags": socket.AI_NUMERICHOST}]

    self.set(resolver.AsyncResolver, "resolve", led)


_LIBRARIES: dict[str, Callable[[Reroute, Any], None]] = {"uvloop": _uvloop, "aiohttp.resolver": _aiohttp}


class _Finder:
    """Patches one of the libraries when it is first imported."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        spec = PathFinder.find_spec(name, path) if name in _LIBRARIES else None
        if spec is None or spec.loader is None:
            return None
        run = spec.loader.exec_module

        def exec_module(module: Any) -> None:
            run(module)
            if _active is not None:
                _LIBRARIES[name](_active, module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
