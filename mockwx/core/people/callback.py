"""The callback of an app: where, and how sealed and spelt, WeChat pushes events to its backend."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Callback(Struct, frozen=True):
    url: str
    token: str
    """What signatures are made with."""
    aes_key: str | None = None
    """EncodingAESKey, 43 characters; needed in every mode but plain."""
    mode: Literal["plain", "compatible", "safe"] = "plain"
    """Compatible: plain, and the same sealed beside it."""
    format: Literal["xml", "json"] = "xml"
