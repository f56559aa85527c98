"""Half-closed connections: a client that sends no more and reads what is still answered (``nc -N``, a probe).

A client that has left looks the same until something is written to it. So every way keeps to this: whole calls are
answered, half ones are not, then the connection is closed; and who takes nothing for a while counts as gone. The short
way has answered all that is whole when it learns of the end, and lets asyncio close the connection, which first sends
what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

GONE_SECONDS = 1.5
"""After so long without a byte of an answer a client that sends no more counts as gone, and its call is cancelled. The
slowest answers have a byte each second."""
LOOKS = 3
"""At an answer's bytes in this time: one may come just before them, when the server itself was held up."""


def can_half_close(transport: asyncio.BaseTransport | None) -> bool:
    """TLS cannot: its transports close as a whole."""
    return transport is not None and transport.get_extra_info("sslcontext") is None
