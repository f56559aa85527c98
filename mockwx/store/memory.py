"""Tables in memory: a dictionary each, in which what is over does not pile up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from mockwx.store.rows import Row

V = TypeVar("V")

_MINUTE = 60_000
MOST_FADING = 200_000
"""So many fading things a table keeps, the youngest: a load test of millions of logins does not fill the memory."""


_FADES: set[str] = set()
"""Stays empty."""


class MemoryTable(Generic[V]):
    """Things that expire are noted by the minute in which they do, and dropped when that minute is over."""

    __slots__ = ("_due", "_due_with", "_fading", "_values", "get")

    def __init__(self) -> None:
        self._values: dict[str, V] = {}
        self._due: dict[int, set[str]] = {}
        self._due_with: dict[str, set[str]] = {}
        """For each key that expires, the keys that expire in the same minute: its place in ``_due``. Of one that
        fades, ``_FADES``."""
        self._fading: deque[str] = deque()
        self.get = self._values.get

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        self._values[key] = value
        former = self._due_with.get(key)
        due = _FADES if fading else self._due_at(expires_at)
        if former is not due:
            self._move(key, former, due)
        if fading:
            self._fading.append(key)
            if len(self._fading) > MOST_FADING:
                oldest = self._fading.popleft()
                if self._due_with.get(oldest) is _FADES:
                    self.drop(oldest)

    def drop(self, key: str) -> None:
        self._values.pop(key, None)
        self._move(key, self._due_with.get(key), None)

    def _due_at(self, expires_at: int | None) -> set[str] | None:
        return None if expires_at is None else self._due.setdefault(expires_at // _MINUTE + 1, set())

    def _move(self, key: str, former: set[str] | None, due: set[str] | None) -> None:
        if former is not None:
            former.discard(key)
        if due is not None:
            if due is not _FADES:
                due.add(key)
            self._due_with[key] = due
        elif former is not None:
            del self._due_with[key]

    def items(self) -> Iterator[tuple[str, V]]:
        return iter(list(self._values.items()))

    def rows(self) -> list[Row]:
        """All of it, in the order in which it came. What expires does so at the end of its minute."""
        ends = {key: minute * _MINUTE - 1 for minute, due in self._due.items() for key in due}
        return [
            Row(key, value, ends.get(key), self._due_with.get(key) is _FADES) for key, value in self._values.items()
        ]

    def sweep(self, now: int) -> None:
        """Forget what expired before the minute of ``now`` (milliseconds)."""
        minute = now // _MINUTE
        for due in [each for each in self._due if each <= minute]:
            for key in self._due.pop(due):
                del self._values[key], self._due_with[key]


class MemoryTables:
    """Opens the tables of one world and sweeps them once a minute of its time."""

    def __init__(self) -> None:
        self._tables: dict[str, MemoryTable[Any]] = {}
        self._swept = 0

    def __call__(self, name: str, kind: type[V]) -> MemoryTable[V]:
        return self._tables.setdefault(name, MemoryTable())

    def rows(self) -> dict[str, list[Row]]:
        return {name: table.rows() for name, table in self._tables.items()}

    def sweep(self, now: int) -> None:
        minute = now // _MINUTE
        if minute != self._swept:
            self._swept = minute
            for table in self._tables.values():
                table.sweep(now)
