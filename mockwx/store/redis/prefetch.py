"""Prefetch: which keys a call will want. A wrong guess costs nothing, a missing one a round trip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mockwx.store.redis.transaction import Transaction

PREFETCH_AFTER = {"codes": "users=3;sessions=2|3"}
"""What is read after a value of the table: tables, and how their keys are made of its items."""


class Prefetch:
    """Learns from each call that missed a key what the next call of the same path will read."""

    def __init__(self) -> None:
        self._params: dict[str, set[tuple[str, str]]] = {}
        """Path → table and the query parameter that is the key."""
        self._last: dict[str, set[tuple[str, str]]] = {}
        self._habits: dict[str, set[tuple[str, str]]] = {}
        """Path → table and key that the last two of them read, such as a quota of this minute."""

    def keys_for(self, transaction: Transaction) -> Iterator[tuple[str, str]]:
        for table, param in self._params.get(transaction.path, ()):
            key = transaction.query.get(param)
            if key:
                yield table, key
        yield from self._habits.get(transaction.path, ())

    def learn(self, transaction: Transaction, read: Iterable[tuple[str, str]]) -> None:
        by_value = {value: name for name, value in transaction.query.items() if value}
        params = self._params.setdefault(transaction.path, set())
        others = set()
        for table, key in read:
            if key in by_value:
                params.add((table, by_value[key]))
            else:
                others.add((table, key))
        self._habits[transaction.path] = others & self._last.get(transaction.path, set())
        self._last[transaction.path] = others
