"""Addresses: which world, which host and which path a request line means."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote

from msgspec import Struct

from mockwx.core.web.authority import split_authority
from mockwx.core.web.forms import parse_query, plain
from mockwx.core.web.hosts import HOSTS

CONTROL = "/_mockwx/"
CANARIES = f"{CONTROL}canary/"
"""A path below it is asked for by nobody who does right."""


class Address(Struct, frozen=True):
    world: str
    host: str | None
    """The WeChat host whose endpoints are meant; None where neither path nor Host header names one."""
    path: str
    query: dict[str, str]
    root: str
    """What stood before the path: ``/~NAME``, the host's segment, or both."""
    origin: str
    """How the client calls this server: ``http://127.0.0.1:8780``."""
    authority: str
    """Host and port as the client asks for them."""
    plain_proxied: bool = False
    """The request line holds a whole ``http://`` address, as only a proxy gets it."""
    raw_query: str = ""
    """As it came: what ``query`` leaves out, such as a parameter that is given twice, is here."""


def read(
    target: str, host_header: str, scheme: str = "http", forwarded_host: str = "", forwarded_scheme: str = ""
) -> Address:
    """``/~NAME/api.weixin.qq.com/sns/jscode2session?…``: world and host in front of the path are optional.

    ``forwarded_host`` and ``forwarded_scheme`` are what a reverse proxy says that the client asked for; what is
    no host and no scheme of the web is passed over.
    """
    path, _, query = target.partition("?")
    world, host, path, root, authority = _place(path, host_header)
    if forwarded_scheme or forwarded_host:
        origin = _forwarded(authority, scheme, forwarded_host, forwarded_scheme)
    else:
        origin = f"{scheme}://{authority}"
    is_proxied = target[:7] == "http://" and host is not None and not root
    return Address(world, host, path, parse_query(query), root, origin, authority, is_proxied, raw_query=plain(query))


def _forwarded(authority: str, scheme: str, forwarded_host: str, forwarded_scheme: str) -> str:
    # Of several proxies the first is the client's own.
    said = forwarded_scheme.partition(",")[0].strip().lower()
    host = forwarded_host.partition(",")[0].strip()
    try:
        split_authority(host, 80)
    except ValueError:
        host = authority
    return f"{said if said in ('http', 'https') else scheme}://{host}"


def base_of(origin: str, root: str, host: str) -> str:
    """Where a client that came by ``origin`` and ``root`` finds another of WeChat's hosts: at the host's own name if
    it called this server by one, as in an interception; below mockwx's address otherwise."""
    scheme, _, authority = origin.partition("://")
    world = root.split("/")[1] if root[:2] == "/~" else ""
    if authority.partition(":")[0].lower() in HOSTS:
        return f"{scheme}://{host}" + (f"/{world}" if world else "")
    return f"{origin}/{world}/{host}" if world else f"{origin}/{host}"


@lru_cache(maxsize=4096)
def _place(path: str, host_header: str) -> tuple[str, str | None, str, str, str]:
    """World, host, path, what stood before it, and authority; a backend asks for few paths, many times."""
    if path[:7] == "http://" or path[:8] == "https://":
        _, _, rest = path.partition("://")
        host_header, slash, rest = rest.partition("/")
        path = slash + rest
    path = _one_slash(plain(unquote(path) if "%" in path else path))
    world = root = ""
    if path[:2] == "/~":
        world, slash, rest = path[2:].partition("/")
        path = _one_slash(slash + rest)
        root = f"/~{quote(world)}"
    host = HOSTS.get(host_header.partition(":")[0].lower())
    first, slash, rest = path[1:].partition("/")
    if first in HOSTS:
        host, path = HOSTS[first], _one_slash(slash + rest)
        root += f"/{first}"
    return world, host, path, root, plain(host_header)


def _one_slash(path: str) -> str:
    """A base URL that ends in a slash, with a path that begins with one."""
    while path[:2] == "//":
        path = path[1:]
    return path
