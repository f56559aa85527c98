"""Tables in memory: a dictionary each, in which expired things do not pile up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

V = TypeVar("V")

_BUCKET = 60_000


class MemoryTable(Generic[V]):
    """Things that expire are noted by the minute in which they do, and dropped when that minute is over."""

    __slots__ = ("_due", "_expiries", "_values", "get")

    def __init__(self) -> None:
        self._values: dict[str, V] = {}
        self._expiries: dict[str, int] = {}
        self._due: dict[int, list[str]] = {}
        self.get = self._values.get

    def put(self, key: str, value: V, expires_at: int | None = None) -> None:
        self._values[key] = value
        if expires_at is None:
            self._expiries.pop(key, None)
            return
        minute = expires_at // _BUCKET + 1
        if self._expiries.get(key) != minute:
            self._expiries[key] = minute
            self._due.setdefault(minute, []).append(key)

    def drop(self, key: str) -> None:
        self._values.pop(key, None)
        self._expiries.pop(key, None)

    def items(self) -> Iterator[tuple[str, V]]:
        return iter(list(self._values.items()))

    def rows(self) -> list[tuple[str, V, int | None]]:
        """Key, value and the end of the minute in which it expires."""
        return [(key, value, _end(self._expiries.get(key))) for key, value in self._values.items()]

    def sweep(self, now: int) -> None:
        """Forget what expired before the minute of ``now`` (milliseconds)."""
        minute = now // _BUCKET
        for due in [each for each in self._due if each <= minute]:
            for key in self._due.pop(due):
                if self._expiries.get(key) == due:
                    self.drop(key)


def _end(minute: int | None) -> int | None:
    return None if minute is None else minute * _BUCKET - 1


class MemoryTables:
    """Opens the tables of one world and sweeps them once a minute of its time."""

    def __init__(self) -> None:
        self._tables: dict[str, MemoryTable[Any]] = {}
        self._swept = 0

    def __call__(self, name: str, kind: type[V]) -> MemoryTable[V]:
        return self._tables.setdefault(name, MemoryTable())

    def rows(self) -> dict[str, list[tuple[str, Any, int | None]]]:
        return {name: table.rows() for name, table in self._tables.items()}

    def sweep(self, now: int) -> None:
        minute = now // _BUCKET
        if minute != self._swept:
            self._swept = minute
            for table in self._tables.values():
                table.sweep(now)
