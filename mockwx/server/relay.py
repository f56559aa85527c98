"""The relay: a page's wx.request to the backend, by the map of hosts; the journal holds it before WeChat's own calls.

A page in a browser cannot send Cookie or Referer, nor read Set-Cookie, and its ``https://example.com`` lives elsewhere
on a developer's machine. A phone knows none of these limits. Nothing is relayed to a host that the map does not name.
"""

from __future__ import annotations

import binascii
import contextlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import aiohttp
from aiohttp import hdrs
from multidict import CIMultiDict
from yarl import URL

from mockwx.control.answer import ControlAnswer, ControlError
from mockwx.control.shape import mapping, read_json, text
from mockwx.core.journal.journal import FRONT_END, Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import parse_http_url
from mockwx.core.web.forms import parse_query
from mockwx.core.wire import Request, Response
from mockwx.server.plain_proxy import HOP
from mockwx.server.real_clock import wall
from mockwx.server.store_calls import run_in_world
from mockwx.store.port import NoSuchWorld

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockwx.core.world import World
    from mockwx.store.port import Store

MOST_ANSWER_BYTES = 16 * 1024 * 1024
"""Of what a backend answers a page."""
_JOURNALLED_BYTES = 64 * 1024
"""Of each body: the journal keeps so many."""
_TIMEOUT = aiohttp.ClientTimeout(total=300)
"""The page has its own, shorter one."""
_KEPT = "%/?#:@!$&'()*+,;=-._~[]"
"""Of a URL; all else, such as a blank, would break the request line."""
_NOT_PASSED_ON = frozenset({"host", "content-length", "accept-encoding", *HOP})
_NOT_TOLD = frozenset({"content-length", "content-encoding", *HOP})
"""The body is whole and decoded when the page gets it."""


def mapped(relays: Mapping[str, str], url: str) -> str | None:
    """Where ``url`` leads by the map, or None."""
    try:
        parse_http_url(url)
    except ValueError:
        return None
    for origin, target in relays.items():
        rest = url[len(origin) :]
        if url[: len(origin)].lower() == origin.lower() and (not rest or rest[0] in "/?#"):
            return target + rest
    return None


async def relay(
    body: str, world: str, worlds: Store, relays: Mapping[str, str], completed: Callable[[str, Exchange], object]
) -> ControlAnswer:
    """``{status, headers, body}`` with the body in base64, or ``{failed}`` where no answer came.

    ``completed`` gets the world's name and what the journal keeps, once it has ended.

    :raises ControlError: it is no request, or to a host that the map does not name; nothing was sent then.
    """
    asked = mapping(read_json(body), "url", "method", "headers", "body", "user")
    url = text(asked.get("url"), "url")
    target = mapped(relays, url)
    if target is None:
        raise _unmapped(url)
    method = text(asked.get("method", "GET"), "method")
    headers = _headers(asked.get("headers") or {})
    sent = _bytes(asked.get("body"))
    exchange = _exchange(url, method, sent, asked.get("user"))
    await _begin(worlds, world, exchange)
    try:
        answer = await _ask(method, target, headers, sent, exchange)
    finally:
        await _end(worlds, world, exchange)
        completed(world, exchange)
    return answer


async def _ask(method: str, target: str, headers: CIMultiDict[str], sent: bytes, exchange: Exchange) -> ControlAnswer:
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.request(
                method,
                URL(quote(target, safe=_KEPT), encoded=True),
                headers=headers,
                data=sent or None,
                allow_redirects=False,
                skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.CONTENT_TYPE),
            ) as response,
        ):
            body = await response.content.read(MOST_ANSWER_BYTES + 1)
            while not response.content.at_eof() and len(body) <= MOST_ANSWER_BYTES:
                body += await response.content.read(MOST_ANSWER_BYTES)
            if len(body) > MOST_ANSWER_BYTES:
                return _failed(f"the answer is larger than {MOST_ANSWER_BYTES} bytes", exchange)
            raw = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
            headers_told = [[name, value] for name, value in raw if name.lower() not in _NOT_TOLD]
            exchange.response.status, exchange.response.body = response.status, body[:_JOURNALLED_BYTES]
            exchange.response.content_type = response.content_type
            return ControlAnswer(
                {"status": response.status, "headers": headers_told, "body": b64encode(body).decode("ascii")}
            )
    except (aiohttp.ClientConnectorError, ConnectionRefusedError):
        return _failed("ECONNREFUSED", exchange)
    except (aiohttp.ClientError, ConnectionError, ValueError) as error:
        broken = "ECONNRESET" if isinstance(error, (aiohttp.ServerDisconnectedError, ConnectionResetError)) else None
        return _failed(broken or str(error) or type(error).__name__, exchange)
    except TimeoutError:
        return _failed("ETIMEDOUT", exchange)


def _failed(why: str, exchange: Exchange) -> ControlAnswer:
    exchange.fault, exchange.errcode = why, None
    return ControlAnswer({"failed": why})


def _exchange(url: str, method: str, sent: bytes, user: object) -> Exchange:
    parsed = parse_http_url(url)
    path, _, query = parsed.target.partition("?")
    kept = sent[:_JOURNALLED_BYTES]
    request = Request(method, parsed.authority, path, parse_query(query), kept, len(sent))
    who = user if isinstance(user, str) and user else None
    reason = f"{method} {parsed.scheme}://{parsed.authority}{path}"
    return Exchange(0, 0, FRONT_END, request, Response(b"", "", 0, 0), user=who, reason=reason, evidence="")


async def _begin(worlds: Store, world: str, exchange: Exchange) -> None:
    def number(lent: World) -> None:
        exchange.number, exchange.at = lent.journal.next_number(), lent.clock.now(wall())
        lent.journal.begin(exchange)

    await run_in_world(worlds, world, number)


async def _end(worlds: Store, world: str, exchange: Exchange) -> None:
    with contextlib.suppress(NoSuchWorld):  # dropped meanwhile
        await run_in_world(worlds, world, lambda lent: lent.journal.complete(exchange))


def _headers(wanted: Any) -> CIMultiDict[str]:
    headers: CIMultiDict[str] = CIMultiDict()
    for name, value in mapping(wanted).items():
        if name.lower() not in _NOT_PASSED_ON:
            # An empty one is sent too: a page that is not logged in yet sends its token so.
            headers[name] = value if value == "" else text(value, f"headers.{name}")
    return headers


def _bytes(encoded: object) -> bytes:
    try:
        return b"" if encoded in (None, "") else b64decode(text(encoded, "body"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ControlError(both(f"the body is not base64: {error}", f"body 不是 base64：{error}"), "body") from None


def _unmapped(url: str) -> ControlError:
    try:
        parsed = parse_http_url(url)
    except ValueError:
        return ControlError(
            both(
                f"{url[:200]!r} is no http or https URL that a --map could name",
                f"{url[:200]!r} 不是可由 --map 映射的 http 或 https 地址，因此不转发",
            ),
            "url",
            403,
        )
    origin = f"{parsed.scheme}://{parsed.authority}"
    how = f"mockwx serve --map {origin}=http://127.0.0.1:8000"
    return ControlError(
        both(
            f"nothing says where {origin} is here, and nothing else is relayed to; write {how}",
            f"没有指明 {origin} 在本机的地址，因此不转发；请使用 {how}",
        ),
        "url",
        403,
    )
