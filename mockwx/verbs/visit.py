"""A visit: a phone opens a link of WeChat's, and the page may lead it on to the website."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import both
from mockwx.core.web import address
from mockwx.core.web.hosts import HOSTS
from mockwx.core.web.redirects import with_params
from mockwx.core.web.wechat_client import USER, USER_AGENT
from mockwx.core.wire import OutgoingRequest, Request
from mockwx.verbs.verb import Arg, VerbContext, VerbError

URL = Arg("url", "url", "the link, WeChat's own or the same below mockwx's address", required=True)
DELIVER = Arg(
    "deliver",
    "text",
    "whether the phone opens the callback: none (default), once, or twice as WeChat sometimes does",
    choices=("none", "once", "twice"),
)


class Visited(Struct, frozen=True):
    exchange: Exchange
    leads_to: str | None
    """Where the page leads on to; None: nowhere."""


def visit(context: VerbContext, url: str, says: Mapping[str, str]) -> Visited:
    """Open ``url`` as the WeChat client of the user that is meant, who says something beside."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _no_page(url) from None
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    link = address.read(target, parts.netloc)
    if parts.scheme not in ("", "http", "https") or (link.host is None and parts.hostname in HOSTS):
        raise VerbError(both(f"{url[:200]!r} is no link", f"{url[:200]!r} 不是链接"), "url")
    network = context.network
    lives = network is None or network.find is None or network.find(link.host, link.path) is not None
    if not lives:
        raise _no_page(url)
    request = Request(
        method="GET",
        host=link.host,
        path=link.path,
        query={**link.query, USER: context.args["user"], **says},
        root=link.root,
        user_agent=USER_AGENT,
    )
    exchange = context.ask(request)
    if exchange.api is None:
        raise _no_page(url)
    response = exchange.response
    arrives = response.net is None and response.cut is None and response.status == 302
    return Visited(exchange, response.headers.get("Location") if arrives else None)


def _no_page(url: str) -> VerbError:
    begin = "https://open.weixin.qq.com/connect/oauth2/authorize"
    return VerbError(
        both(
            f"no page of WeChat's lives at {url[:200]!r}; a login link begins with {begin}",
            f"{url[:200]!r} 不是微信的页面；授权链接以 {begin} 开头",
        ),
        "url",
    )


def led_on(context: VerbContext, visited: Visited) -> dict[str, object]:
    """What came of it, in words; the callback goes out as often as the context says."""
    exchange, url = visited.exchange, visited.leads_to
    brought = parse_qs(urlsplit(url).query) if url is not None else {}
    answer: dict[str, object] = {
        "url": url,
        "redirects": [],
        "code": brought.get("code", brought.get("auth_code", [None]))[0],
        "state": brought.get("state", [None])[0],
        "errcode": exchange.errcode,
        "reason": exchange.reason,
    }
    how = context.get("deliver", "none")
    if url is None:
        return answer
    answer["redirects"] = redirects = [url]
    if how == "twice":
        number = str(exchange.number)
        key = context.world.ids.hexadecimal(32, "key", number)
        # As reported: the second time with these three.
        redirects.append(with_params(url, {"uin": "MTAwMDAwMDAwMA==", "key": key, "pass_ticket": f"mock{number}"}))
    if how != "none":
        for redirect in redirects:
            context.send(OutgoingRequest("GET", redirect))
    return answer
