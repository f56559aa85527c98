"""Answers of the control plane, and the errors that become 4xx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from mockwx.core.text.output_escaping import printable
from mockwx.core.wire import OutgoingRequest

JsonObject: TypeAlias = dict[str, Any]
"""What nearly every control call is answered with."""


class ControlError(Exception):
    """A control call that cannot be done; nothing has changed.

    ``what`` says what is wrong and what to write instead, in English and Chinese; ``where`` names the place in the
    request; ``status`` is the HTTP status; ``more`` goes into the JSON beside them.
    """

    def __init__(self, what: str, where: str = "", status: int = 422, more: Mapping[str, Any] | None = None) -> None:
        place = printable(where)
        super().__init__(f"{place}: {what}" if where and not what.startswith(f"{where}: ") else what)
        self.what = what
        self.where = where
        self.status = status
        self.more = dict(more or {})

    def as_json(self) -> JsonObject:
        return {"error": self.what, "where": self.where, **self.more}


class ControlAnswer(Struct, frozen=True):
    """What a control call is answered with, where JSON with status 200 is not all there is to say."""

    value: JsonObject | bytes
    """Bytes are a document; anything else is sent as JSON."""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    outgoing: tuple[OutgoingRequest, ...] = ()
    """What the backend gets before the answer is given; how it took it goes into ``value`` as ``delivered``."""

    @property
    def json(self) -> JsonObject:
        """The value of an answer that is no document.

        :raises TypeError: it is one.
        """
        if isinstance(self.value, bytes):
            raise TypeError(f"this answer is a document: {self.content_type}")
        return self.value
