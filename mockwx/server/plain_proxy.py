"""What a proxy is asked over plain http, of a host that is not WeChat's: asked there, and answered as it came."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import aiohttp
from aiohttp import hdrs, web
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict
from yarl import URL

from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import HttpUrl

HOP = frozenset(
    {
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"),
        *("te", "trailer", "transfer-encoding", "upgrade"),
    }
)
"""Headers that concern one connection and not the message."""


class _Known(AbstractResolver):
    """Knows the addresses that were looked at already, so that no other is connected to."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def forward(request: web.BaseRequest, url: HttpUrl, addresses: Sequence[str]) -> web.StreamResponse:
    """``url`` is what the request line says, ``addresses`` where its host may be reached."""
    timeout = aiohttp.ClientTimeout(total=None, connect=30)
    connector = aiohttp.TCPConnector(resolver=_Known(addresses))
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False, connector=connector) as session:
        try:
            async with session.request(
                request.method,
                URL(f"{url.scheme}://{url.authority}{url.target}", encoded=True),
                headers=_end_to_end(request.headers),
                data=request.content if request.body_exists else None,
                allow_redirects=False,
                skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.CONTENT_TYPE),
            ) as theirs:
                answer = web.StreamResponse(status=theirs.status, reason=theirs.reason)
                answer.headers.extend(_end_to_end(theirs.headers))
                await answer.prepare(request)
                async for chunk in theirs.content.iter_any():
                    await answer.write(chunk)
                return answer
        except aiohttp.ClientError as error:
            return unreachable(error)


def unreachable(error: Exception) -> web.Response:
    why = both(f"it cannot be reached: {error}", "无法连接目标主机")
    return web.Response(status=502, text=f"mockwx: {why}\n")


def _end_to_end(headers: object) -> CIMultiDict[str]:
    end_to_end: CIMultiDict[str] = CIMultiDict(headers)  # type: ignore[arg-type]  # any mapping of headers
    named = {header.strip().lower() for value in end_to_end.getall(hdrs.CONNECTION, ()) for header in value.split(",")}
    for name in {name for name in end_to_end if name.lower() in HOP | named}:
        end_to_end.popall(name)
    return end_to_end
