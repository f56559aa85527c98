"""The transport over HTTP: to a control plane that runs elsewhere."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from mockwx.client.errors import MockWxError
from mockwx.client.transport import as_error, document_of, refusal
from mockwx.core.text.bilingual import both

USUAL_PORT = 8780
"""Where `mockwx serve` listens, unless it is told otherwise."""
LONGEST_WAIT = 660
"""Seconds for ``journal/wait``, which the server answers when its own time-out is over at the latest."""
LONGEST_CALL = 60
"""Seconds for any other control call."""


class OverHttp(Struct, frozen=True):
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
                return document_of(response.read(), response.headers.get_content_type())
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


def _refused(status: int, content: bytes) -> MockWxError:
    try:
        return refusal(as_error(json.loads(content), status))
    except (ValueError, KeyError, TypeError):
        return MockWxError(
            both(f"that is no mockwx: HTTP {status}: {content[:200]!r}", f"这不是 mockwx：HTTP {status}")
        )
