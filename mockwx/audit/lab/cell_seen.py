"""A cell of the chaos matrix with all that was seen in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mockwx.audit.chaos_matrix import Cell
from mockwx.audit.lab.seen import ActionSeen


class CellSeen(Struct, frozen=True):
    cell: Cell
    seen: ActionSeen
    then: Mapping[str, Any]
    """Of the rule that made WeChat fail so."""
