"""Counts: how many of a thing there have been, so that the next one can be drawn from its number."""

from __future__ import annotations

from mockwx.core.tables.table import OpenTable


class Counts:
    def __init__(self, open_table: OpenTable) -> None:
        self._counts = open_table("counts", int)

    def so_far(self, *what: str) -> int:
        return self._counts.get("|".join(what)) or 0

    def next(self, *what: str) -> int:
        """1 for the first, and so on."""
        key = "|".join(what)
        nth = (self._counts.get(key) or 0) + 1
        self._counts.put(key, nth)
        return nth
