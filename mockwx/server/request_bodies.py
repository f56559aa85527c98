"""Request bodies, read up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

MOST_BODY_BYTES = 1024 * 1024
"""Logins are small; whoever sends more is told so."""


MOST_RELAYED_BYTES = 16 * MOST_BODY_BYTES
"""A page's upload to its backend, in base64."""
MOST_SNAPSHOT_BYTES = 1024 * MOST_BODY_BYTES


async def read_body(request: web.BaseRequest, largest: int = MOST_BODY_BYTES) -> bytes | None:
    """The body; None if it is larger than ``largest`` bytes."""
    if not request.body_exists:
        return b""
    if (request.content_length or 0) > largest:
        return None
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    chunks, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > largest:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
