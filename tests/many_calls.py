"""Very many calls on one connection, without waiting for each answer: a tenth of the time of a client's calls."""

from __future__ import annotations

import socket

from mockwx import MockWx

AT_ONCE = 100


def many_calls(mockwx: MockWx, path: str, count: int) -> None:
    """So many GETs, each answered."""
    call = f"GET {path} HTTP/1.1\r\nHost: {mockwx.address[0]}\r\n\r\n".encode()
    with socket.create_connection(mockwx.address, timeout=60) as wire:
        for begun in range(0, count, AT_ONCE):
            portion = min(AT_ONCE, count - begun)
            wire.sendall(call * portion)
            answers = b""
            while answers.count(b"HTTP/1.1 ") < portion or not answers.endswith(b"}"):
                part = wire.recv(1 << 16)
                assert part, answers[-1000:]
                answers += part
