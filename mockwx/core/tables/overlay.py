"""An overlay: tables over other tables that keep what is written to themselves, for work that must leave no trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from mockwx.core.tables.table import OpenTable, Table

V = TypeVar("V")


class OverlayTable(Generic[V]):
    def __init__(self, below: Table[V]) -> None:
        self._below = below
        self._own: dict[str, V | None] = {}

    def get(self, key: str) -> V | None:
        return self._own[key] if key in self._own else self._below.get(key)

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        self._own[key] = value

    def drop(self, key: str) -> None:
        self._own[key] = None

    def items(self) -> Iterator[tuple[str, V]]:
        merged: dict[str, V | None] = dict(self._below.items())
        merged.update(self._own)
        return iter([(key, value) for key, value in merged.items() if value is not None])


class Overlay:
    """Opens overlay tables over the tables that ``open_table`` opens."""

    def __init__(self, open_table: OpenTable) -> None:
        self._open_table = open_table
        self._tables: dict[str, OverlayTable[Any]] = {}

    def __call__(self, name: str, kind: type[V]) -> OverlayTable[V]:
        if name not in self._tables:
            self._tables[name] = OverlayTable(self._open_table(name, kind))
        return self._tables[name]
