"""Heads: what an ordinary call says before its body. Whatever is more than ordinary is for aiohttp to judge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.web import address as addresses
from mockwx.core.web.address import CONTROL, Address
from mockwx.products.route_lookup import LONG_POLLS
from mockwx.server.browsers import DOORS
from mockwx.server.request_bodies import MOST_BODY_BYTES

MOST_HEAD_BYTES = 8 * 1024
"""Request line and headers: within them no limit of aiohttp's can be met."""
MOST_LINES = 64
_METHODS = ("GET", "POST")
_VERSION = b" HTTP/1.1"
_NAME = re.compile(r"[A-Za-z0-9-]+").fullmatch
_ELSEWHERE = frozenset((*DOORS, *LONG_POLLS))
_UNUSUAL = frozenset(
    {
        *("content-encoding", "expect", "proxy-connection", "sec-websocket-key1"),
        *("te", "trailer", "transfer-encoding", "upgrade"),
    }
)
"""They change how a body is read, or what the connection becomes."""
_CODE = b"code="
"""How js_code and code end, the parameters that differ from call to call."""


class Head(Struct, frozen=True):
    method: str
    address: Address
    user_agent: str
    body_bytes: int
    is_last: bool
    """The client wants the connection closed after the answer."""
    before_code: bytes
    """All that it says up to the code that is another one in each call, or all of it."""
    after_code: bytes = b""
    code_name: str = ""
    """The parameter that is another one in each call with this head; "": none is."""
    around_code: tuple[str, str] = ("", "")
    """What the raw query has before and after it."""


def read_head(text: bytes, scheme: str) -> tuple[Head, Mapping[str, str], str] | None:
    """From the request line to the empty line, with the query and the raw query of this very call; None: it is not
    ordinary.

    A backend's calls have the same head but for the code, so all but that is read once. With the lines alone kept, a
    login took 27,000 instructions more, of 130,000.
    """
    before, sign, rest = text.partition(_CODE)
    if sign:
        code = rest.partition(b"&")[0]
        if not code.isalnum():
            code = rest.partition(b" ")[0]
        if code.isalnum() and (head := _known(before, rest[len(code) :], scheme)) is not None:
            value = code.decode()
            query = head.address.query.copy()
            query[head.code_name] = value
            start, end = head.around_code
            return head, query, f"{start}{value}{end}"
    whole = _known(text, b"", scheme)
    return None if whole is None else (whole, whole.address.query, whole.address.raw_query)


@lru_cache(maxsize=512)
def _known(before: bytes, after: bytes, scheme: str) -> Head | None:
    """What a head says before and after its code, or a whole head, without ``after``."""
    if not after:
        return _parsed(before, scheme)
    head = _parsed(b"%b%b0%b" % (before, _CODE, after), scheme)
    return None if head is None else _around_code(head, before, after)


def _around_code(head: Head, before_code: bytes, after_code: bytes) -> Head | None:
    """None: it is no parameter, or another one, spelled otherwise, says the same name first."""
    before = before_code.decode()
    name = before.replace("?", "&").rpartition("&")[2] + _CODE[:-1].decode()
    raw_query = head.address.raw_query
    if "%" in raw_query or head.address.query.get(name) != "0":
        return None
    before, _, after = raw_query.partition(f"{name}=0")
    return replace(
        head,
        before_code=before_code + _CODE,
        after_code=after_code,
        code_name=name,
        around_code=(f"{before}{name}=", after),
    )


def _parsed(text: bytes, scheme: str) -> Head | None:
    bare = text.replace(b"\r\n", b"")
    if len(text) > MOST_HEAD_BYTES or not bare.isascii() or not bare.decode().isprintable():
        return None
    line, *lines = text.decode().split("\r\n")[:-2]
    method, _, target = line.removesuffix(_VERSION.decode()).partition(" ")
    headers = _headers(lines)
    if headers is None or method not in _METHODS or not line.endswith(_VERSION.decode()):
        return None
    length = headers.get("content-length", "0")
    connection = headers.get("connection", "keep-alive").lower()
    if not (length.isdigit() and len(length) < 10 and int(length) <= MOST_BODY_BYTES):
        return None
    address = _address(target, scheme, headers)
    if address is None or connection not in ("keep-alive", "close"):
        return None
    return Head(method, address, headers.get("user-agent", ""), int(length), connection == "close", before_code=text)


def _headers(lines: list[str]) -> dict[str, str] | None:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or name in headers or name in _UNUSUAL or _NAME(name) is None:
            return None
        headers[name] = value.strip(" ")
    return headers if len(headers) <= MOST_LINES and "host" in headers else None


def _address(target: str, scheme: str, headers: Mapping[str, str]) -> Address | None:
    """None: it is no ordinary call to WeChat."""
    if target[:1] != "/" or target[:2] == "//" or "#" in target or " " in target:
        return None
    forwarded = headers.get("x-forwarded-host", ""), headers.get("x-forwarded-proto", "")
    address = addresses.read(target, headers["host"], scheme, *forwarded)
    return None if address.path.startswith(CONTROL) or address.path in _ELSEWHERE else address
