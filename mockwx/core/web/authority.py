"""Authorities: host and port of a URL, of a Host header or of a CONNECT, read once and strictly.

What is read here is what is asked for permission, and what is connected to: two readers of one address would disagree
on ``http://[::1].evil.com/``.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

_NAME = re.compile(r"""[^\x00-\x20\x7f-\x9f/?#@:\[\]\\<>^|%"'`{}]{1,253}""")
_PORT = re.compile(r"[0-9]{1,5}")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class HostPort(NamedTuple):
    host: str
    """In lower case and without brackets."""
    port: int


class HttpUrl(NamedTuple):
    scheme: str
    """``http`` or ``https``."""
    host: str
    port: int
    authority: str
    """As it is written, for a Host header."""
    target: str
    """Path and query; at least ``/``."""


def split_authority(authority: str, default_port: int) -> HostPort:
    """``name:port``, ``[::1]:port`` or ``name``.

    :raises ValueError: it is no such thing; a user or password before an ``@`` is none of it.
    """
    if authority.startswith("["):
        host, bracket, rest = authority[1:].partition("]")
        if not bracket or "%" in host or (rest and not rest.startswith(":")):
            raise ValueError(authority)
        IPv6Address(host)
        port = rest[1:]
    else:
        host, _, port = authority.partition(":")
        if not _NAME.fullmatch(host):
            raise ValueError(authority)
    if port and not _PORT.fullmatch(port):
        raise ValueError(authority)
    number = int(port) if port else default_port
    if not 0 < number < 65536:
        raise ValueError(authority)
    return HostPort(host.lower(), number)


def parse_http_url(url: str) -> HttpUrl:
    """:raises ValueError: it is no absolute http or https URL."""
    scheme, colon, rest = url.partition("://")
    scheme = scheme.lower()
    if not colon or scheme not in _DEFAULT_PORTS:
        raise ValueError(url)
    end = min((at for mark in "/?#" if (at := rest.find(mark)) >= 0), default=len(rest))
    authority, target = rest[:end], rest[end:].partition("#")[0]
    host, port = split_authority(authority, _DEFAULT_PORTS[scheme])
    return HttpUrl(scheme, host, port, authority, target if target.startswith("/") else f"/{target}")


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address that ``host`` spells, an IPv4 one also where it is spelt as IPv6; None where it is a name."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def is_this_machine(host: str) -> bool:
    """Whether ``host`` is a loopback address, ``localhost`` or a name below it."""
    name = host.lower().removesuffix(".")
    address = address_of(name)
    return name == "localhost" or name.endswith(".localhost") or (address is not None and address.is_loopback)
