"""Transports: how a control client reaches a control plane; in the same process values are passed on as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from mockwx.client.errors import MockWxError
from mockwx.control.answer import ControlError

if TYPE_CHECKING:
    from mockwx.control.control_routes import ControlPlane


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
    """To a server of this very process."""

    plane: ControlPlane
    world: str = ""

    @property
    def url(self) -> str:
        return self.plane.base_url() + (f"/~{self.world}" if self.world else "")

    def call(self, method: str, path: str, query: Mapping[str, str], body: object) -> Any:
        try:
            answer = self.plane.call(method, unquote(path), world=self.world, query=query, body=body)
        except ControlError as error:
            raise refusal(error) from None
        if answer.status >= 400:
            raise refusal(as_error(answer.json, answer.status))
        if answer.outgoing:
            # Loaded on first use: most tests push nothing, and an HTTP client takes a while.
            from mockwx.server.outgoing import send_outgoing

            return send_outgoing(answer, self.plane, self.world)
        return document_of(answer.value, answer.content_type) if isinstance(answer.value, bytes) else answer.value

    def to_world(self, name: str) -> InProcess:
        return replace(self, world=name)


def document_of(content: bytes, content_type: str) -> Any:
    kind = content_type.partition(";")[0]
    if kind == "application/json":
        return json.loads(content)
    return content if kind.startswith("image/") else content.decode()


def as_error(answer: Mapping[str, Any], status: int) -> ControlError:
    more = {key: value for key, value in answer.items() if key not in ("error", "where")}
    return ControlError(answer["error"], answer["where"], status, more)


def refusal(error: ControlError) -> MockWxError:
    return MockWxError(str(error), what=error.what, where=error.where, status=error.status, more=error.more)
