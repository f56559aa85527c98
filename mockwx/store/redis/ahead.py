"""Ahead: which keys a call will want. A wrong guess costs nothing, a missing one a round trip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mockwx.store.redis.jobs import Job

AHEAD = {"codes": "users={3};sessions={2}|{3}"}
"""What is read after a value of the table: tables, and how their keys are made of its items."""


class Guesses:
    """Learns from each call what the next call of the same path will read."""

    def __init__(self) -> None:
        self._params: dict[str, set[tuple[str, str]]] = {}
        """Path → table and the query parameter that is the key."""
        self._last: dict[str, set[tuple[str, str]]] = {}
        self._habits: dict[str, set[tuple[str, str]]] = {}
        """Path → table and key that the last two calls read, such as a quota of this minute."""

    def of(self, job: Job) -> Iterator[tuple[str, str]]:
        for table, param in self._params.get(job.path, ()):
            key = job.query.get(param)
            if key:
                yield table, key
        yield from self._habits.get(job.path, ())

    def learn(self, job: Job, read: Iterable[tuple[str, str]]) -> None:
        by_value = {value: name for name, value in job.query.items() if value}
        params = self._params.setdefault(job.path, set())
        plain = set()
        for table, key in read:
            if key in by_value:
                params.add((table, by_value[key]))
            else:
                plain.add((table, key))
        self._habits[job.path] = plain & self._last.get(job.path, set())
        self._last[job.path] = plain
