"""Transports: how a control client reaches a control plane, in the same process or over HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlencode, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from mockwx.client.errors import MockWxError
from mockwx.control.answer import ControlError
from mockwx.core.text.bilingual import both
from mockwx.server.outgoing import send_outgoing

if TYPE_CHECKING:
    from mockwx.control.plane import Plane

USUAL_PORT = 8780
"""Where `mockwx serve` listens, unless it is told otherwise."""
LONGEST_WAIT = 660
"""Seconds for ``journal/wait``, which the server answers when its own time-out is over at the latest."""
LONGEST_CALL = 60
"""Seconds for any other control call."""


class Transport(Protocol):
    """A way to the control plane of one server, for one of its worlds."""

    @property
    def url(self) -> str:
        """The world's URL: what a backend uses in place of ``https://api.weixin.qq.com``."""

    def call(self, method: str, path: str, query: Mapping[str, str], body: object) -> Any:
        """JSON as a value, a text as str, any other document as bytes. ``path`` is quoted, as in a URL.

        :raises MockWxError: refused, in the control plane's own words, or nobody answers.
        """

    def to_world(self, name: str) -> Transport:
        """To another world of the same server; the default world's name is empty."""


class InProcess(Struct, frozen=True):
    """To a server of this very process: values are passed on as they are."""

    plane: Plane
    world: str = ""

    @property
    def url(self) -> str:
        return self.plane.base_url() + (f"/~{self.world}" if self.world else "")

    def call(self, method: str, path: str, query: Mapping[str, str], body: object) -> Any:
        try:
            answer = self.plane.call(method, unquote(path), world=self.world, query=query, body=body)
        except ControlError as error:
            raise _refusal(error) from None
        if answer.status >= 400:
            raise _refusal(_as_error(answer.json, answer.status))
        if answer.outgoing:
            return send_outgoing(answer, self.plane, self.world)
        return _document(answer.value, answer.content_type) if isinstance(answer.value, bytes) else answer.value

    def to_world(self, name: str) -> InProcess:
        return replace(self, world=name)


class OverHttp(Struct, frozen=True):
    """To a server that runs elsewhere."""

    server: str
    """Its URL, without a world and without a slash at the end."""
    token: str | None = None
    world: str = ""

    def __repr__(self) -> str:
        return f"OverHttp({self.url!r})"  # the token is nobody's business

    @property
    def url(self) -> str:
        return self.server + (f"/~{self.world}" if self.world else "")

    def call(self, method: str, path: str, query: Mapping[str, str], body: object) -> Any:
        url = f"{self.url}/_mockwx/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        content = None if body is None else json.dumps(body).encode()
        # No proxy: the control plane is never on the other side of one.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            request = urllib.request.Request(url, content, headers, method=method)  # noqa: S310  the caller's own server
            with opener.open(request, timeout=LONGEST_WAIT if path == "journal/wait" else LONGEST_CALL) as response:
                return _document(response.read(), response.headers.get_content_type())
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error.code, error.read()) from None
        except (OSError, HTTPException, ValueError) as error:
            why = getattr(error, "reason", error)
            start = _to_start(self.server)
            raise MockWxError(
                both(
                    f"no mockwx answers at {self.url}: {why}{start and f'; start one: {start}'}",
                    f"{self.url} 没有 mockwx 应答{start and f'；请先启动：{start}'}",
                )
            ) from None

    def to_world(self, name: str) -> OverHttp:
        return replace(self, world=name)


def _to_start(server: str) -> str:
    """The command that starts what was looked for, on this machine; empty for another one's."""
    try:
        at = urlsplit(server)
        host, port = at.hostname, at.port
    except ValueError:
        return ""
    if host not in ("127.0.0.1", "localhost", "::1"):
        return ""
    return "mockwx serve" if port == USUAL_PORT else f"mockwx serve --port {port or 80}"


def _document(content: bytes, content_type: str) -> Any:
    kind = content_type.partition(";")[0]
    if kind == "application/json":
        return json.loads(content)
    return content if kind.startswith("image/") else content.decode()


def _refused(status: int, content: bytes) -> MockWxError:
    try:
        return _refusal(_as_error(json.loads(content), status))
    except (ValueError, KeyError, TypeError):
        return MockWxError(
            both(f"that is no mockwx: HTTP {status}: {content[:200]!r}", f"这不是 mockwx：HTTP {status}")
        )


def _as_error(answer: Mapping[str, Any], status: int) -> ControlError:
    more = {key: value for key, value in answer.items() if key not in ("error", "where")}
    return ControlError(answer["error"], answer["where"], status, more)


def _refusal(error: ControlError) -> MockWxError:
    return MockWxError(str(error), what=error.what, where=error.where, status=error.status, more=error.more)
