"""Faults: what a rule does to an answer. Each is a value that bends the response by itself; the server obeys.

Two kinds. A fault that ``replaces`` the answer needs none of WeChat's own; one that does not bends it. A fault that
keeps the answer whole (late, slow, wrongly labelled) leaves WeChat's work done; with the others ``commit`` decides
whether it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from msgspec import Struct, field

from mockwx.core.errcodes import Errcode
from mockwx.core.wire import BrokenWire, NoConnection, Response


class Refuse(Struct, frozen=True, tag=True):
    """Answer with an errcode; ``errmsg`` replaces WeChat's own text."""

    errcode: Errcode
    errmsg: str | None = None
    replaces: ClassVar[bool] = True
    whole: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"errcode {self.errcode.code}"


class Http(Struct, frozen=True, tag=True):
    """An HTTP status of a machine in front of WeChat, with its page."""

    status: int
    body: str
    content_type: str = "text/html"
    replaces: ClassVar[bool] = True
    whole: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"HTTP {self.status}"

    def bend(self, response: Response) -> None:
        response.status = self.status
        response.body = self.body.encode()
        response.content_type = self.content_type


class Net(Struct, frozen=True, tag=True):
    """The wire breaks. ``after``: so many bytes of the answer's body go out first; None: not one byte of it."""

    kind: BrokenWire
    after: int | None = None
    whole: ClassVar[bool] = False

    @property
    def replaces(self) -> bool:
        return self.after is None

    def __str__(self) -> str:
        return f"net {self.kind}" + (f" after {self.after} bytes" if self.after is not None else "")

    def bend(self, response: Response) -> None:
        response.net = self.kind
        response.cut = self.after


class Unreachable(Struct, frozen=True, tag=True):
    """No connection comes to be, so that WeChat never hears of the call.

    Over TLS that is decided for each new connection to the api's host, when nobody knows yet which call will come. A
    plain connection is there before anybody knows whose it is: its call is answered with a RST, and a broken handshake
    cannot be had.
    """

    kind: NoConnection
    replaces: ClassVar[bool] = True
    whole: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"net {self.kind}"

    def bend(self, response: Response) -> None:
        response.net = "reset"


class Truncate(Struct, frozen=True, tag=True):
    """The body ends after ``at`` bytes, with the Content-Length of the whole or, ``chunked``, without a last chunk."""

    at: int
    chunked: bool = False
    replaces: ClassVar[bool] = False
    whole: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"body cut after {self.at} bytes"

    def bend(self, response: Response) -> None:
        # Also a short answer lacks its last byte: a whole one would be taken for WeChat's.
        response.cut = self.at if self.chunked else min(self.at, max(len(response.body) - 1, 0))
        response.chunked = self.chunked


class Slow(Struct, frozen=True, tag=True):
    """The body trickles: so many bytes per second of real time."""

    bytes_per_second: int
    replaces: ClassVar[bool] = False
    whole: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"body at {self.bytes_per_second} bytes per second"

    def bend(self, response: Response) -> None:
        response.pace = self.bytes_per_second


class Raw(Struct, frozen=True, tag=True):
    """Another body with HTTP 200. ``content_type`` None keeps the endpoint's own."""

    body: str
    content_type: str | None = None
    name: str = "raw"
    replaces: ClassVar[bool] = True
    whole: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"body {self.name}"

    def bend(self, response: Response) -> None:
        response.body = self.body.encode()
        response.content_type = self.content_type or response.content_type


class Fields(Struct, frozen=True, tag=True):
    """Keys of the answer are missing or other than they were."""

    drop: tuple[str, ...] = ()
    add: Mapping[str, Any] = field(default_factory=dict)
    replaces: ClassVar[bool] = False
    whole: ClassVar[bool] = False

    def __str__(self) -> str:
        words = [f"without {', '.join(self.drop)}"] if self.drop else []
        words += [f"with {', '.join(self.add)}"] if self.add else []
        return "body " + " and ".join(words)

    def bend_answer(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """The answer's own spelling is WeChat's, so that only it is bent here."""
        return {name: value for name, value in answer.items() if name not in self.drop} | dict(self.add)


class Label(Struct, frozen=True, tag=True):
    """A Content-Type that is not the body's: another type, or a charset that it is not in."""

    content_type: str | None = None
    charset: str | None = None
    replaces: ClassVar[bool] = False
    whole: ClassVar[bool] = True

    def __str__(self) -> str:
        words = (self.content_type, f"charset={self.charset}" if self.charset is not None else None)
        return f"labelled {' '.join(word for word in words if word is not None)}"

    def bend(self, response: Response) -> None:
        kind = self.content_type or response.content_type
        if self.charset is not None:
            kind = f"{kind.partition(';')[0]}; charset={self.charset}"
        response.content_type = kind


class Do(Struct, frozen=True, tag=True):
    """Something happens inside WeChat just before this answer, which then is WeChat's own.

    Each verb is a name and its arguments; user and app are the call's where they are not given.
    """

    verbs: tuple[tuple[str, Mapping[str, Any]], ...]
    replaces: ClassVar[bool] = False
    whole: ClassVar[bool] = True

    def __str__(self) -> str:
        return "after " + ", ".join(name for name, _ in self.verbs)

    def bend(self, response: Response) -> None:
        """The answer itself is not touched."""


Fault = Refuse | Http | Net | Unreachable | Truncate | Slow | Raw | Fields | Label | Do

PAGE_MARK = "mockwx-page-in-place-of-wechat"
"""Stands in every page below, near its beginning, so that who hands the page on is known by it."""
_NGINX = (
    f"<html><!-- {PAGE_MARK} -->\r\n"
    "<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_CAPTIVE = (
    f"<!DOCTYPE html>\n<html><!-- {PAGE_MARK} -->"
    '<head><meta charset="utf-8"><title>Wi-Fi 登录</title></head>\n'
    '<body><h1>请先登录网络</h1><form action="/login" method="post">'
    '<input name="phone"><button>登录</button></form></body></html>\n'
)
TEMPLATES: Mapping[str, tuple[int, str]] = {
    "nginx-502": (502, _NGINX.format(title="502 Bad Gateway")),
    "nginx-503": (503, _NGINX.format(title="503 Service Temporarily Unavailable")),
    "nginx-504": (504, _NGINX.format(title="504 Gateway Time-out")),
    "nginx-413": (413, _NGINX.format(title="413 Request Entity Too Large")),
    "captive-portal": (200, _CAPTIVE),
    "empty": (200, ""),
}
"""Pages of machines between a backend and WeChat, by name: their HTTP status and their body."""


def page_for(status: int) -> str:
    """What such a machine says with a status of its own."""
    for content_type, page in TEMPLATES.values():
        if content_type == status and status != 200:
            return page
    try:
        title = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        title = str(status)
    return _NGINX.format(title=title)
