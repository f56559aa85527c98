"""Answer bytes: how a whole answer is spelt on the wire, the same whoever writes it."""

from __future__ import annotations

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time
from urllib.parse import quote

from mockwx.core.wire import Response

HTTP_1_1 = (1, 1)
TRACE = "X-Mockwx-Trace"
CONTENT_TYPE = "Content-Type"
Headers = tuple[tuple[str, str], ...]

_BODILESS = frozenset((204, 304))
_REASONS = {status.value: status.phrase for status in HTTPStatus}


def spell_response(response: Response, *, keep_alive: bool) -> bytes:
    """As ``spell``, of HTTP/1.1, to a method other than HEAD; the response is whole, and no rule has touched it.

    In one step: a login takes 3 % fewer instructions than where its head is put together first.
    """
    headers = tuple(response.headers.items()) if response.headers else ()
    status, content_type, body = response.status, response.content_type, response.body
    if status in _BODILESS:
        return spell(HTTP_1_1, status, content_type, headers, trace_of(response), body, keep_alive=keep_alive)
    head = _head(HTTP_1_1, status, content_type, headers, keep_alive, int(time()))
    return b"%bX-Mockwx-Trace: %d\r\nContent-Length: %d\r\n\r\n%b" % (head, response.number, len(body), body)


def spell(
    version: tuple[int, int],
    status: int,
    content_type: str,
    headers: Headers,
    trace: str,
    body: bytes,
    *,
    keep_alive: bool,
    is_head: bool = False,
) -> bytes:
    """``trace`` changes from call to call, unlike ``headers``; ``is_head``: the answer to HEAD, which tells the body's
    length and not the body.

    Observed answers have Connection, Content-Type, Date and Content-Length; only WeCom's say what the server is.

    :raises ValueError: a header holds a line break.
    """
    head = _head(version, status, content_type, headers, keep_alive, int(time()))
    if trace:
        head += f"{TRACE}: {trace}\r\n".encode()
    if status in _BODILESS:
        return head + b"\r\n"
    return b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), b"" if is_head else body)


def trace_of(response: Response) -> str:
    if response.rule is None:
        return str(response.number)
    # Header values are ASCII; a rule may be called anything.
    return f"{response.number}; rule={quote(response.rule, safe=' #()')}"


@lru_cache(maxsize=256)
def _head(
    version: tuple[int, int], status: int, content_type: str, headers: Headers, keep_alive: bool, second: int
) -> bytes:
    """Status line and headers as far as they are the same for many answers of this second. Made anew for each they took
    11 µs more, of 69 for a login over HTTP with server and client in one process."""
    lines = [
        f"HTTP/{version[0]}.{version[1]} {status} {_REASONS.get(status, '')}",
        f"Connection: {'keep-alive' if keep_alive else 'close'}",
        *(f"{name}: {value}" for name, value in ((CONTENT_TYPE, content_type), *headers) if value),
        f"Date: {formatdate(second, usegmt=True)}",
        "",
    ]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError(f"a header holds a line break: {headers}")
    return "\r\n".join(lines).encode()
