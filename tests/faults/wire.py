"""One call over a raw socket, byte by byte: what came, in which portions, and how the connection ended."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mockwx import MockWx

PATIENCE = 60.0
SHORT = 0.1
"""Seconds after which a test would rather fail than wait on."""


@dataclass(frozen=True)
class Heard:
    received: bytes
    end: Literal["FIN", "RST", "silence"]
    """FIN: recv gave nothing; RST: ECONNRESET; silence: the client's own time-out came first."""
    portions: tuple[tuple[float, int], ...]
    """When each portion came, in seconds since the request was written, and how many bytes of it."""

    @property
    def head(self) -> bytes:
        return self.received.partition(b"\r\n\r\n")[0]

    @property
    def status_line(self) -> str:
        return self.head.split(b"\r\n")[0].decode()

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    @property
    def body(self) -> bytes:
        """As it came: chunks with their lengths."""
        return self.received.partition(b"\r\n\r\n")[2]

    @property
    def json(self) -> Any:
        """Of an answer that must be whole."""
        assert self.end == "FIN"
        assert len(self.body) == int(self.headers["Content-Length"])
        return json.loads(self.body)

    @property
    def took(self) -> float:
        """Seconds until the last byte."""
        return self.portions[-1][0]


def speak(mockwx: MockWx, request: bytes, *, silence: bool = False) -> Heard:
    """``silence``: it is expected in the end, so give up soon, but not before mockwx has got the request."""
    address = urlsplit(mockwx.url)
    received, end, portions = b"", "silence", []
    calls = len(mockwx.calls()) if silence else 0
    arrived = not silence
    with socket.create_connection((address.hostname, address.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        began = time.perf_counter()
        if silence:
            connection.settimeout(SHORT)
        while end == "silence":
            try:
                if portion := connection.recv(65536):
                    portions.append((time.perf_counter() - began, len(portion)))
                    received += portion
                else:
                    end = "FIN"
            except TimeoutError:
                if arrived:
                    break
                arrived = len(mockwx.calls()) > calls
            except ConnectionResetError:
                end = "RST"
    return Heard(received, end, tuple(portions))  # type: ignore[arg-type]


def written(method: str, target: str, body: bytes = b"") -> bytes:
    """A request after whose answer the server closes the connection."""
    head = f"{method} {target} HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n"
    if method == "POST":
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body
