"""Row: one thing that a table holds, and for how long."""

from __future__ import annotations

from typing import Any, NamedTuple


class Row(NamedTuple):
    key: str
    value: Any
    expires_at: int | None = None
    fading: bool = False
