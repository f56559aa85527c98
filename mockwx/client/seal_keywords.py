"""The words of a wrong seal in Python: ``get_phone_number(seal={"appid": "wx00000000mockcafe"})``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict


class SealWords(TypedDict, total=False):
    """What is sealed wrongly on purpose; all else is right."""

    appid: str
    """Of the watermark: another app's."""
    key: str
    """``other``: a key that nobody has; or a session_key of one's own, base64 of 16 bytes."""
    timestamp: str | int
    """Of the watermark: ``-1d`` from now, or seconds since 1970."""
    flip: Literal["iv", "data"]
    """One bit of it is another."""
    add: Mapping[str, Any]
    """Sealed in beside or instead of what WeChat seals in: ``{"purePhoneNumber": "13900000000"}``."""
    drop: Sequence[str]
    """Names that are not sealed in: ``["watermark"]``."""
