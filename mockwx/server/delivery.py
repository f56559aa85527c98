"""Delivery: a ``Response`` on its way to the client, whole or broken as it asks to be."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, assert_never
from urllib.parse import quote

from aiohttp import hdrs

from mockwx.core.wire import BrokenWire, Response
from mockwx.intercept.reset import reset
from mockwx.server.reply import TRACE, Reply, Trickle

if TYPE_CHECKING:
    from aiohttp import web

FLUSHED = 0.05
"""Seconds in which the last bytes leave, before a wire inside TLS breaks."""
TICK = 0.05
"""Seconds between two portions of a slow body."""


async def deliver(request: web.BaseRequest, response: Response, closing: asyncio.Event) -> web.StreamResponse:
    """Send it as it says. Waiting ends early when the server closes, or with the handler when the client leaves."""
    if response.delay:
        await pause(response.delay / 1000, closing)
    unbroken = response.net is None and response.cut is None
    if unbroken and (response.pace is None or closing.is_set()):
        return whole(response)
    sent: web.StreamResponse = Reply(b"", "")
    if response.cut is not None or response.pace is not None:
        sent = await _begin(request, response)
        await _body(sent, response, closing)
        if unbroken:
            return sent
    await _break(request, response.net or "empty", closing)
    return sent


def whole(response: Response) -> Reply:
    headers = tuple(response.headers.items()) if response.headers else ()
    trace = str(response.number) if response.rule is None else _trace(response)
    return Reply(response.body, response.content_type, response.status, trace, headers)


async def _begin(request: web.BaseRequest, response: Response) -> web.StreamResponse:
    headers = {hdrs.CONTENT_TYPE: response.content_type, TRACE: _trace(response), **response.headers}
    sent = Trickle(status=response.status, headers=headers)
    if response.chunked:
        sent.enable_chunked_encoding()
    else:
        sent.content_length = len(response.body)
    await sent.prepare(request)
    return sent


async def _body(sent: web.StreamResponse, response: Response, closing: asyncio.Event) -> None:
    body = response.body if response.cut is None else response.body[: response.cut]
    if response.pace is None:
        if body:
            await sent.write(body)
        return
    began, done = asyncio.get_running_loop().time(), 0
    while done < len(body):
        due = int((asyncio.get_running_loop().time() - began) * response.pace) + 1
        if due > done:
            await sent.write(body[done:due])
            done = due
        await pause(max(TICK, 1 / response.pace), closing)
        if closing.is_set():
            return


async def _break(request: web.BaseRequest, how: BrokenWire, closing: asyncio.Event) -> None:
    match how:
        case "hang":
            # The handler is cancelled when the client hangs up. Whoever still waits at the end gets no answer either.
            await closing.wait()
            await _close(request, closing)
        case "empty":
            await _close(request, closing)
        case "reset":
            if request.transport is not None:
                reset(request.transport)
        case _:
            assert_never(how)


async def _close(request: web.BaseRequest, closing: asyncio.Event) -> None:
    transport = request.transport
    if transport is None:
        return
    if transport.get_extra_info("sslcontext") is None:
        transport.close()
        return
    # A graceful end of TLS waits for the client's farewell, which some never say; a broken wire waits for nothing.
    with contextlib.suppress(ConnectionError):
        await request.writer.drain()
    await pause(FLUSHED, closing)
    transport.abort()


async def pause(seconds: float, closing: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await closing.wait()
    except TimeoutError:
        pass


def _trace(response: Response) -> str:
    if response.rule is None:
        return str(response.number)
    # Header values are ASCII; a rule may be called anything.
    return f"{response.number}; rule={quote(response.rule, safe=' #()')}"
