"""What comes in and what goes out, as values. Delay and hanging up are data: the server obeys them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

BrokenWire = Literal["hang", "reset", "empty"]
"""How the wire breaks: no end of the answer until the client gives up, a RST, or a close where more should come."""
NoConnection = Literal["refused", "tls"]
"""Why no new connection comes to be: nobody is there, or the handshake of TLS breaks."""
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
"""One for all: nearly every answer has none of its own."""


# gc=False, here and on all else that is kept in great numbers (exchanges, codes, sessions, users): the collector passes
# them over, also that of a test's own process. Measured with 300,000 codes and 100,000 exchanges: a full collection
# takes 21 ms of processor time and not 180, and each value is 16 bytes smaller. A call itself is no quicker.
class Request(Struct, frozen=True, array_like=True, gc=False):
    method: str
    host: str | None
    """The WeChat host that is meant, or None where neither the Host header nor the path names one."""
    path: str
    query: Mapping[str, str]
    body: bytes = b""
    content_length: int | None = 0
    """None where the client sent a body of unknown length (``Transfer-Encoding: chunked``)."""
    client_ip: str = "127.0.0.1"
    too_large: bool = False
    """The body was larger than mockwx reads; ``body`` is empty then."""
    root: str = ""
    """What stood before the path, ``/~NAME`` and the host's segment: a link to another path begins with it."""
    user_agent: str = ""
    origin: str = ""
    """``https://open.weixin.qq.com`` or ``http://127.0.0.1:8780``: how the client calls this server."""
    plain_http: bool = False
    """A host of WeChat's was asked for over plain HTTP where the client takes it to be: by a proxy, or at port 80."""
    raw_query: str = ""
    """As it came: ``query`` has of each name the first value only, and not how it was escaped."""
    untrusted: bool = False
    """The client talked over a certificate of a CA that nobody told it to trust: it checks none."""
    secure: bool = False
    """It came over TLS."""


class Document(Struct, frozen=True):
    """An answer that is no JSON object: a page, a script, a picture, a redirect, or nothing at all."""

    body: bytes = b""
    content_type: str = ""
    status: int = 200
    headers: Mapping[str, str] = _NO_HEADERS


class OutgoingRequest(Struct, frozen=True):
    """A request to the backend under test: a phone that follows a redirect, or a push. The server sends it."""

    method: str
    url: str
    body: bytes = b""
    content_type: str = ""
    push: int | None = None
    """The number of the push that this is; None: a phone's own request."""
    tries: int = 1
    """So often it is sent while it fails."""
    patience: int = 10_000
    """Milliseconds of real time for one answer."""
    headers: Mapping[str, str] = _NO_HEADERS
    """Beside the usual ones."""
    is_container_call: bool = False
    """Its answer is told as wx.cloud.callContainer tells it."""


class RuleTrace(Struct, frozen=True, array_like=True):
    """What a rule made of a call."""

    rule: str
    why: str
    """Why it fired or did not."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.why}"


class Held(Struct, frozen=True):
    """An answer that waits for those of other calls; see ``rules/hold``."""

    key: str
    number: int
    """Of the gathering, among those of the same key."""
    arrived: int
    """Which of its calls this one is, from 1."""
    calls: int
    """So many are waited for."""
    left: int
    """Milliseconds of real time for which it may wait."""

    @property
    def is_last(self) -> bool:
        return self.arrived >= self.calls


class Response(Struct, omit_defaults=True, gc=False):
    body: bytes
    content_type: str
    number: int = 0
    """The journal number of the exchange."""
    status: int = 200
    delay: int = 0
    """Milliseconds of real time before the first byte."""
    net: BrokenWire | None = None
    """How the wire breaks: after ``cut`` bytes of the body, or before any byte."""
    cut: int | None = None
    """So many bytes of the body go out, then the connection is closed."""
    chunked: bool = False
    """Where the body is cut: without Content-Length, in chunks of which the last is missing."""
    pace: int | None = None
    """Bytes per second."""
    rule: str | None = None
    """The rule that bent it, or made it late; None: it goes out at once and unbroken."""
    headers: Mapping[str, str] = _NO_HEADERS
    """Beside the usual ones."""
    held: Held | None = None
    """It waits for other calls, before the delay."""
