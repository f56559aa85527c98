"""Forwarding: a plain request to a proxy, for a host that is not WeChat's, and its answer as it came."""

from __future__ import annotations

import aiohttp
from aiohttp import hdrs, web
from multidict import CIMultiDict

from mockwx.core.text.bilingual import both

_HOP = frozenset(
    {
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"),
        *("te", "trailer", "transfer-encoding", "upgrade"),
    }
)
"""Headers that concern one connection and not the message."""


async def forward(request: web.BaseRequest) -> web.StreamResponse:
    timeout = aiohttp.ClientTimeout(total=None, connect=30)
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
        try:
            async with session.request(
                request.method,
                request.raw_path,
                headers=_end_to_end(request.headers),
                data=request.content if request.body_exists else None,
                allow_redirects=False,
                skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.CONTENT_TYPE),
            ) as found:
                answer = web.StreamResponse(status=found.status, reason=found.reason)
                answer.headers.extend(_end_to_end(found.headers))
                await answer.prepare(request)
                async for chunk in found.content.iter_any():
                    await answer.write(chunk)
                return answer
        except aiohttp.ClientError as error:
            why = both(f"it cannot be reached: {error}", "无法连接目标主机")
            return web.Response(status=502, text=f"mockwx: {why}\n")


def _end_to_end(headers: object) -> CIMultiDict[str]:
    found: CIMultiDict[str] = CIMultiDict(headers)  # type: ignore[arg-type]  # any mapping of headers
    named = {each.strip().lower() for value in found.getall(hdrs.CONNECTION, ()) for each in value.split(",")}
    for name in {name for name in found if name.lower() in _HOP | named}:
        found.popall(name)
    return found
