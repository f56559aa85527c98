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


class MemoryTable(Generic[V]):
    """Things that expire are noted by the minute in which they do, and dropped when that minute is over."""

    __slots__ = ("_due", "_due_with", "_fading", "_many_fading", "_values", "get")

    def __init__(self) -> None:
        self._values: dict[str, V] = {}
        self._due: dict[int, set[str]] = {}
        self._fading: dict[int | None, deque[str]] = {}
        """As ``_due`` what does not fade, but in order, and with keys that have left it since. None: no minute."""
        self._many_fading = 0
        self._due_with: dict[str, set[str] | deque[str]] = {}
        """For each key that expires or fades, those that do in the same minute: its place in one of the two."""
        self.get = self._values.get

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        self._values[key] = value
        former = self._due_with.get(key)
        due = self._fade(key, expires_at) if fading else self._due_at(expires_at)
        if former is not due:
            self._move(key, former, due)
        if self._many_fading > MOST_FADING:
            self._forget_oldest()

    def drop(self, key: str) -> None:
        self._values.pop(key, None)
        self._move(key, self._due_with.get(key), None)

    def _due_at(self, expires_at: int | None) -> set[str] | None:
        return None if expires_at is None else self._due.setdefault(expires_at // _MINUTE + 1, set())

    def _fade(self, key: str, expires_at: int | None) -> deque[str]:
        minute = None if expires_at is None else expires_at // _MINUTE + 1
        fading = self._fading.get(minute)
        if fading is None:
            fading = self._fading[minute] = deque()
        fading.append(key)
        self._many_fading += 1
        return fading

    def _forget_oldest(self) -> None:
        minute, fading = next(iter(self._fading.items()))
        oldest = fading.popleft()
        self._many_fading -= 1
        if self._due_with.get(oldest) is fading:
            self.drop(oldest)
        if not fading:
            del self._fading[minute]

    def _move(self, key: str, former: set[str] | deque[str] | None, due: set[str] | deque[str] | None) -> None:
        if isinstance(former, set):
            former.discard(key)
        if due is not None:
            if isinstance(due, set):
                due.add(key)
            self._due_with[key] = due
        elif former is not None:
            del self._due_with[key]

    def items(self) -> Iterator[tuple[str, V]]:
        return iter(list(self._values.items()))

    def rows(self) -> list[Row]:
        """All of it, in the order in which it came. What expires does so at the end of its minute."""
        noted = [*self._due.items(), *self._fading.items()]
        ends = {id(due): minute * _MINUTE - 1 for minute, due in noted if minute is not None}
        found = [(key, value, self._due_with.get(key)) for key, value in self._values.items()]
        return [Row(key, value, ends.get(id(due)), isinstance(due, deque)) for key, value, due in found]

    def sweep(self, now: int) -> None:
        """Forget what expired before the minute of ``now`` (milliseconds)."""
        minute = now // _MINUTE
        for due in [each for each in self._due if each <= minute]:
            for key in self._due.pop(due):
                del self._values[key], self._due_with[key]
        for faded in [each for each in self._fading if each is not None and each <= minute]:
            fading = self._fading.pop(faded)
            self._many_fading -= len(fading)
            for key in fading:
                if self._due_with.get(key) is fading:
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
