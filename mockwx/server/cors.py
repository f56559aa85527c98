"""CORS: which paths a web page of this machine, such as a front end's dev server, may use from another port.

They are the phone's: codes of pretend users, and requests to hosts that the map names. Rules, journal, secrets and the
rest of the control plane are not for pages of other origins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from mockwx.core.web.authority import is_this_machine, parse_http_url
from mockwx.server.answer_bytes import Headers
from mockwx.server.reply import Reply

if TYPE_CHECKING:
    from aiohttp import web

_PUBLIC = ("phone/pictures/", "wx.js")
"""What a page loads by a tag, which tells no origin; there is nothing to be learnt from it."""


def is_public(request: web.BaseRequest, path: str) -> bool:
    return request.method in ("GET", "HEAD") and path.startswith(_PUBLIC)


def shared_with(request: web.BaseRequest, path: str) -> str | None:
    """The origin of the page that asks, where it may; ``path`` is what follows ``/_mockwx/``."""
    origin = request.headers.get(hdrs.ORIGIN, "")
    if not path.startswith("phone/") and path not in ("relay", "wx.js"):
        return None
    try:
        host = parse_http_url(origin).host
    except ValueError:
        return None
    return origin if is_this_machine(host) else None


def preflight(origin: str) -> Reply:
    """The answer to a browser that asks before it sends."""
    allowed: Headers = (
        (hdrs.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (hdrs.ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        ("Access-Control-Allow-Private-Network", "true"),
        (hdrs.ACCESS_CONTROL_MAX_AGE, "600"),
    )
    return Reply(b"", "", 204, headers=(*headers(origin), *allowed))


def headers(origin: str | None) -> Headers:
    """What lets the page of ``origin`` read an answer; nothing for None."""
    return () if origin is None else ((hdrs.ACCESS_CONTROL_ALLOW_ORIGIN, origin), (hdrs.VARY, hdrs.ORIGIN))
