"""CONNECT: what a client asks of a proxy before it speaks TLS through it."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import NamedTuple
from urllib.parse import unquote

from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import split_authority


class NotConnect(ValueError):
    """It is no CONNECT; the text says why."""


class ProxyCredentials(NamedTuple):
    """User and password of the proxy's address: ``http://NAME:TOKEN@127.0.0.1:8780``."""

    world: str = ""
    """Empty for the default world."""
    token: str = ""


class ConnectRequest(NamedTuple):
    host: str
    port: int
    target: str
    credentials: ProxyCredentials


def read_connect(data: bytes) -> tuple[ConnectRequest, bytes]:
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
    credentials = ProxyCredentials()
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "proxy-authorization":
            credentials = read_credentials(value.strip())
    return ConnectRequest(host, port, target, credentials), rest


def read_credentials(proxy_authorization: str) -> ProxyCredentials:
    """What a Proxy-Authorization header says; nothing where it cannot be read."""
    scheme, _, encoded = proxy_authorization.partition(" ")
    if scheme.lower() != "basic":
        return ProxyCredentials()
    try:
        name, _, password = b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ProxyCredentials()
    return ProxyCredentials(unquote(name).removeprefix("~"), unquote(password))
