"""Addresses: which world, which host and which path a request line means."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, unquote_plus

from mockwx.products.catalog import HOSTS

CONTROL = "/_mockwx/"


class Address(NamedTuple):
    world: str
    host: str | None
    """The WeChat host whose endpoints are meant; None where neither path nor Host header names one."""
    path: str
    query: dict[str, str]


def read(target: str, host_header: str | None) -> Address:
    """``/~NAME/api.weixin.qq.com/sns/jscode2session?…``: world and host in front of the path are optional."""
    path, _, query = target.partition("?")
    return Address(*_place(path, host_header), parse_query(query))


@lru_cache(maxsize=4096)
def _place(path: str, host_header: str | None) -> tuple[str, str | None, str]:
    """World, host and path; a backend asks for few paths, many times."""
    if path[:7] == "http://" or path[:8] == "https://":
        _, _, rest = path.partition("://")
        host_header, slash, rest = rest.partition("/")
        path = slash + rest
    path = _one_slash(_plain(unquote(path) if "%" in path else path))
    world = ""
    if path[:2] == "/~":
        world, slash, rest = path[2:].partition("/")
        path = _one_slash(slash + rest)
    host = None
    if host_header is not None:
        host = HOSTS.get(host_header.partition(":")[0].lower())
    first, slash, rest = path[1:].partition("/")
    if first in HOSTS:
        host, path = HOSTS[first], _one_slash(slash + rest)
    return world, host, path


def parse_query(text: str) -> dict[str, str]:
    """Of a repeated name the first value counts. Broken percent escapes stay as they are: real clients send them."""
    found: dict[str, str] = {}
    plain = "%" not in text and "+" not in text and text.isascii()
    for pair in text.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            if not plain:
                name, value = _unquoted(name), _unquoted(value)
            if name not in found:
                found[name] = value
    return found


def _one_slash(path: str) -> str:
    """A base URL that ends in a slash, with a path that begins with one."""
    while path[:2] == "//":
        path = path[1:]
    return path


def _unquoted(text: str) -> str:
    return _plain(unquote_plus(text)) if "%" in text or "+" in text else _plain(text)


def _plain(text: str) -> str:
    """Text that JSON can carry: bytes of a request line that are no UTF-8 become replacement characters."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
