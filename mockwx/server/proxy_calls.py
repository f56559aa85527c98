"""Calls to a proxy: whose world they are for, and the answer to those that are for neither WeChat nor mockwx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import parse_http_url
from mockwx.intercept.connect import read_credentials
from mockwx.intercept.hosts import is_here, is_wechat_host
from mockwx.intercept.passthrough import NotPassed
from mockwx.intercept.refusals import TOKEN_WANTED, why_not_passed, why_passed
from mockwx.server.answer_bytes import Headers
from mockwx.server.reply import Reply

if TYPE_CHECKING:
    from aiohttp import web

    from mockwx.server.interception import Interception


def world_of(request: web.BaseRequest) -> str:
    return read_credentials(request.headers.get(hdrs.PROXY_AUTHORIZATION, "")).world


async def answer_elsewhere(interception: Interception, request: web.BaseRequest) -> web.StreamResponse | None:
    """The answer to a request to a proxy that is not for WeChat and not for mockwx; None where it is for one."""
    if request.method == "CONNECT":
        return _plain(405, both("CONNECT comes first on its connection", "CONNECT 须是连接的首个请求"))
    try:
        url = parse_http_url(request.raw_path)
    except ValueError:
        return None
    if is_wechat_host(url.host) or is_here(url.host, url.port, interception.own):
        return None
    world, token = read_credentials(request.headers.get(hdrs.PROXY_AUTHORIZATION, ""))
    target = request.raw_path.partition("?")[0]

    def refuse(status: int, reason: str) -> Reply:
        interception.note(world, request.method, target, status, "refused", reason)
        return _plain(status, f"mockwx: {reason}")

    if not interception.passthrough.allows(url.host):
        return refuse(403, why_not_passed(url.host))
    if not interception.may_pass(token):
        return refuse(407, TOKEN_WANTED)
    from mockwx.server.plain_proxy import forward, unreachable

    try:
        addresses = await interception.passthrough.addresses(url.host, url.port)
    except NotPassed as why:
        return refuse(403, str(why))
    except OSError as error:
        return unreachable(error)
    interception.note(world, request.method, target, 200, "passed through", why_passed(url.host))
    return await forward(request, url, addresses)


def _plain(status: int, text: str) -> Reply:
    headers: Headers = ((hdrs.PROXY_AUTHENTICATE, 'Basic realm="mockwx"'),) if status == 407 else ()
    return Reply(f"{text}\n".encode(), "text/plain; charset=utf-8", status, headers=headers)
