"""Tables in memory: a dictionary each, in which what is over does not pile up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from mockwx.core.clock import MINUTE
from mockwx.core.people.codes import Code
from mockwx.store.memory.codes import CodeTable
from mockwx.store.row import Row

V = TypeVar("V")

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
        self.get: Callable[[str], V | None] = self._values.get
        """The dictionary's own: a call looks at seven tables, and a method around it took 4 % of its instructions."""

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        self._values[key] = value
        former = self._due_with.get(key)
        minute = None if expires_at is None else expires_at // MINUTE + 1
        due: set[str] | deque[str] | None = None
        if fading:
            due = self._fading.get(minute)
            if due is None:
                due = self._fading[minute] = deque()
            due.append(key)
            self._many_fading += 1
        elif minute is not None:
            due = self._due.get(minute)
            if due is None:
                due = self._due[minute] = set()
            if due is not former:
                due.add(key)
        if former is not due:
            if isinstance(former, set):
                former.discard(key)
            if due is not None:
                self._due_with[key] = due
            else:
                del self._due_with[key]
        if self._many_fading > MOST_FADING:
            self._forget_oldest()

    def drop(self, key: str) -> None:
        self._values.pop(key, None)
        former = self._due_with.pop(key, None)
        if isinstance(former, set):
            former.discard(key)

    def _forget_oldest(self) -> None:
        minute, fading = next(iter(self._fading.items()))
        oldest = fading.popleft()
        self._many_fading -= 1
        if self._due_with.get(oldest) is fading:
            self.drop(oldest)
        if not fading:
            del self._fading[minute]

    def items(self) -> Iterator[tuple[str, V]]:
        return iter(list(self._values.items()))

    def rows(self) -> list[Row]:
        """All of it, in the order in which it came. What expires does so at the end of its minute."""
        noted = [*self._due.items(), *self._fading.items()]
        ends = {id(due): minute * MINUTE - 1 for minute, due in noted if minute is not None}
        values = [(key, value, self._due_with.get(key)) for key, value in self._values.items()]
        return [Row(key, value, ends.get(id(due)), isinstance(due, deque)) for key, value, due in values]

    def sweep(self, now: int) -> None:
        """Forget what expired before the minute of ``now`` (milliseconds)."""
        minute = now // MINUTE
        for due in [due_minute for due_minute in self._due if due_minute <= minute]:
            for key in self._due.pop(due):
                del self._values[key], self._due_with[key]
        for faded in [due_minute for due_minute in self._fading if due_minute is not None and due_minute <= minute]:
            fading = self._fading.pop(faded)
            self._many_fading -= len(fading)
            for key in fading:
                if self._due_with.get(key) is fading:
                    del self._values[key], self._due_with[key]


class MemoryTables:
    """Opens the tables of one world and sweeps them once a minute of its time."""

    def __init__(self) -> None:
        self._tables: dict[str, MemoryTable[Any] | CodeTable] = {}
        self.swept_from = self.swept_until = 0
        """The minute of the world's time in which it was done last."""

    def __call__(self, name: str, kind: type[V]) -> Any:
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = CodeTable() if kind is Code else MemoryTable()
        return table

    def rows(self) -> dict[str, list[Row]]:
        return {name: table.rows() for name, table in self._tables.items()}

    def sweep(self, now: int) -> None:
        if not self.swept_from <= now < self.swept_until:
            self.swept_from = now // MINUTE * MINUTE
            self.swept_until = self.swept_from + MINUTE
            for table in self._tables.values():
                table.sweep(now)
