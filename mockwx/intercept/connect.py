"""CONNECT: what a client asks of a proxy before it speaks TLS through it."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import NamedTuple
from urllib.parse import unquote

from mockwx.core.text.bilingual import both
from mockwx.intercept.hosts import split_authority


class NotConnect(ValueError):
    """It is no CONNECT; the text says why."""


class Asked(NamedTuple):
    host: str
    port: int
    target: str
    world: str
    """The user name of the proxy's address: ``http://NAME@127.0.0.1:8780``; empty for the default world."""


def read_connect(data: bytes) -> tuple[Asked, bytes]:
    """The CONNECT at the head of ``data``, which is all there, and the bytes behind it.

    :raises NotConnect: it is broken.
    """
    head, _, rest = data.partition(b"\r\n\r\n") if b"\r\n\r\n" in data else data.partition(b"\n\n")
    lines = head.decode("latin-1").split("\n")
    words = lines[0].split()
    try:
        _, target, version = words
        host, port = split_authority(target, 443)
        if not version.startswith("HTTP/1."):
            raise ValueError(version)
    except ValueError:
        raise NotConnect(
            both("a CONNECT begins with: CONNECT HOST:PORT HTTP/1.1", "CONNECT 请求应为：CONNECT HOST:PORT HTTP/1.1")
        ) from None
    world = ""
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "proxy-authorization":
            world = world_of(value.strip())
    return Asked(host, port, target, world), rest


def world_of(proxy_authorization: str) -> str:
    """The user name in a Proxy-Authorization header; empty where there is none to read."""
    scheme, _, given = proxy_authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        name, _, _ = b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return unquote(name).removeprefix("~")
