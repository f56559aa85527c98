"""Ways to a control plane: in the same process, or over HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import unquote, urlencode

from msgspec import Struct

from mockwx.control.answer import ControlError
from mockwx.mock.errors import MockWxError
from mockwx.server.outgoing import deliver


class Line(Protocol):
    """A way to the control plane."""

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        """:raises ControlError: refused, with the control plane's own words."""


class InProcess(Struct, frozen=True):
    plane: Any
    world: str = ""

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        answer = self.plane.call(method, unquote(path), world=self.world, query=query, body=body)
        if answer.status >= 400:
            raise ControlError(answer.value["error"], answer.value["where"], answer.status)
        if answer.outgoing:
            return deliver(answer, self.plane, self.world)
        return answer.value.decode() if isinstance(answer.value, bytes) else answer.value


class OverHttp(Struct, frozen=True):
    url: str
    token: str | None = None

    def __repr__(self) -> str:
        return f"OverHttp({self.url!r})"  # the token is nobody's business

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        timeout = 660 if path == "journal/wait" else 60
        url = f"{self.url}/_mockwx/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        text = None if body is None else json.dumps(body).encode()
        # No proxy: the control plane is never on the other side of one.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            request = urllib.request.Request(url, text, headers, method=method)  # noqa: S310  the caller's own server
            with opener.open(request, timeout=timeout) as response:
                found = response.read().decode()
                is_json = response.headers.get_content_type() == "application/json"
                return json.loads(found) if is_json else found
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error.code, error.read()) from None
        except (OSError, HTTPException, ValueError) as error:
            why = getattr(error, "reason", error)
            raise MockWxError(f"no mockwx answers at {self.url}: {why}") from None


def _refused(status: int, text: bytes) -> Exception:
    try:
        found = json.loads(text)
        return ControlError(found["error"], found["where"], status)
    except (ValueError, KeyError, TypeError):
        return MockWxError(f"that is no mockwx: HTTP {status}: {text[:200]!r}")
