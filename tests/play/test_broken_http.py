"""An answer that breaks the rules of HTTP is told as that, and not with a status that nobody sent."""

from __future__ import annotations

import asyncio

import aiohttp

from mockwx.play.answers import BackendAnswer
from mockwx.play.clients import FilledRequest, Gate, send

TWO_LENGTHS = b"HTTP/1.1 500 E\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


async def _answer(response: bytes) -> BackendAnswer:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, aiohttp.ClientSession() as http:
        return await send(http, FilledRequest("GET", f"http://127.0.0.1:{port}/", {}), Gate(1))


def test_two_lengths_at_once_are_no_http() -> None:
    answer = asyncio.run(_answer(TWO_LENGTHS))
    assert answer.status is None
    assert answer.shown().startswith("no answer: what came is no HTTP: ")
    assert "400" not in answer.shown()
