"""What the first bytes of TLS tell: the host that a client wants to speak with, and its kind (RFC 8446, RFC 6066)."""

from __future__ import annotations

HANDSHAKE_FAILURE = bytes((21, 3, 3, 0, 2, 2, 40))
"""The alert by which a server breaks a handshake."""
_CLIENT_HELLO, _SERVER_NAME = 1, 0


def server_name(seen: bytes) -> str | None:
    """None where the client names none, or where its first bytes have not all come yet."""
    try:
        record, seen = seen[:5], seen[5:]
        hello = seen[: int.from_bytes(record[3:5])]
        if hello[0] != _CLIENT_HELLO:
            return None
        rest = hello[4 + 2 + 32 :]  # behind the length, the version and the random bytes
        for width in (1, 2, 1):  # session, ciphers, compressions
            rest = rest[width + int.from_bytes(rest[:width]) :]
        rest = rest[2:]
        while len(rest) >= 4:
            kind, size = int.from_bytes(rest[:2]), int.from_bytes(rest[2:4])
            if kind == _SERVER_NAME:
                name = rest[4 : 4 + size][5:]  # behind the lengths of the list and of its only name, and its kind
                return name.decode("ascii").lower() or None
            rest = rest[4 + size :]
    except (IndexError, UnicodeDecodeError):
        pass
    return None


def client_of(hello: bytes) -> bytes:
    """What tells kinds of TLS clients apart: the ciphers that the first message offers; empty where it is cut."""
    session_end = 44 + (hello[43] if len(hello) > 43 else 0)
    size = int.from_bytes(hello[session_end : session_end + 2], "big")
    return hello[session_end + 2 : session_end + 2 + size]
