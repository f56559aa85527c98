"""Delivery: a ``Response`` on its way to the client: at once, late, slowly, or up to the byte where its wire breaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.core.wire import Response
from mockwx.server.answer_bytes import TRACE, trace_of
from mockwx.server.broken_wire import break_wire
from mockwx.server.pause import pause
from mockwx.server.reply import Reply, Trickle

if TYPE_CHECKING:
    from aiohttp import web

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
    await break_wire(request, response.net or "empty", closing)
    return sent


def whole(response: Response) -> Reply:
    headers = tuple(response.headers.items()) if response.headers else ()
    return Reply(response.body, response.content_type, response.status, trace_of(response), headers)


async def _begin(request: web.BaseRequest, response: Response) -> web.StreamResponse:
    headers = {hdrs.CONTENT_TYPE: response.content_type, TRACE: trace_of(response), **response.headers}
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
