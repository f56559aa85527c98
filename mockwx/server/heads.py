"""Heads: what the header lines of an ordinary call say. Whatever is more than ordinary is for aiohttp to judge."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

MOST_HEAD_BYTES = 8 * 1024
"""Request line and headers: within them no limit of aiohttp's can be met."""
MOST_LINES = 64
_NAME = re.compile(r"[A-Za-z0-9-]+").fullmatch
_UNUSUAL = frozenset(
    {
        *("content-encoding", "expect", "proxy-connection", "sec-websocket-key1"),
        *("te", "trailer", "transfer-encoding", "upgrade"),
    }
)
"""They change how a body is read, or what the connection becomes."""


class Head(Struct, frozen=True):
    host: str
    user_agent: str
    forwarded_host: str
    forwarded_scheme: str
    body_bytes: int
    is_last: bool
    """The client wants the connection closed after the answer."""


@lru_cache(maxsize=512)
def read_head(lines: bytes) -> Head | None:
    """What follows a request line, up to and with the empty line; None: it is not ordinary.

    A backend sends the same lines with each of its calls. Kept, they and the request line take about as long as
    httptools does without keeping them, and a third of what aiohttp's parser takes.
    """
    bare = lines.replace(b"\r\n", b"")
    if len(lines) > MOST_HEAD_BYTES or not bare.isascii() or not bare.decode().isprintable():
        return None
    headers: dict[str, str] = {}
    for line in lines.decode().split("\r\n")[:-2]:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or name in headers or name in _UNUSUAL or _NAME(name) is None:
            return None
        headers[name] = value.strip(" ")
    length = headers.get("content-length", "0")
    connection = headers.get("connection", "keep-alive").lower()
    if (
        len(headers) > MOST_LINES
        or "host" not in headers
        or not (length.isdigit() and len(length) < 10)
        or connection not in ("keep-alive", "close")
    ):
        return None
    return Head(
        headers["host"],
        headers.get("user-agent", ""),
        headers.get("x-forwarded-host", ""),
        headers.get("x-forwarded-proto", ""),
        int(length),
        connection == "close",
    )
