"""CachedWorld: what a process knows of one world in Redis, and how it asks for more.

Every question goes to a script that first looks whether the world's head is still the one that is cached. So nobody
ever works on a mixture of two generations, nor on rules or a clock of yesterday.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from mockwx.core.journal.journal import Exchange
from mockwx.store import origin as origins
from mockwx.store.codec import exchanges
from mockwx.store.redis import keys
from mockwx.store.redis.prefetch import Prefetch
from mockwx.store.redis.tracked import InsertionOrder, StoredValue, TrackedWorld
from mockwx.store.redis.unreadable_values import StoreUnreadable, reading


class ScriptCall(NamedTuple):
    """One script that Redis is to run; ``script`` is the name of its file."""

    script: str
    keys: Sequence[str]
    args: Sequence[Any]


class Backoff(NamedTuple):
    """Wait a moment, longer with the number of ``tries``."""

    tries: int


ScriptCalls = Generator[ScriptCall | Backoff, Any, None]
"""Yields what Redis should do and is sent what it answered: whoever drives it decides whether to wait or to await."""


class WorldGone(LookupError):
    """There is no such world."""


class Stale(Exception):
    """The world has changed since it was cached."""


class CachedWorld:
    """A batcher and each control call have one of their own."""

    def __init__(self, name: str, order: InsertionOrder) -> None:
        self.name = name
        self.order = order
        self.head = b""
        self.origin: origins.WorldOrigin | None = None
        self.tracked: TrackedWorld | None = None
        self.prefetch = Prefetch()
        self.exchanges: tuple[Exchange, ...] = ()
        self.dropped = 0
        self._pushed, self._cleared = 0, b"0"

    @property
    def generation(self) -> str:
        return self.head.partition(b".")[0].decode()

    @property
    def prefix(self) -> str:
        """What the keys of this generation of the world begin with."""
        return keys.prefix(self.name, self.generation)

    def load(self) -> ScriptCalls:
        """:raises WorldGone: there is no such world."""
        before = keys.prefix(self.name, "").removesuffix(":")
        answer = yield ScriptCall("load", [keys.head(self.name)], [before, self.generation, *keys.SLOW])
        if not answer:
            raise WorldGone(self.name)
        former = self.generation
        self.head, origin, *tables = answer
        if self.generation != former:
            with reading("about"):
                self.origin = origins.load(origin)
            self.exchanges, self._pushed, self._cleared = (), 0, b"0"
        assert self.origin is not None  # noqa: S101
        with reading("t:" + ", t:".join(keys.SLOW)):
            slow = {
                table: {key.decode(): StoredValue(raw) for key, raw in pairs(flat)}
                for table, flat in zip(keys.SLOW, tables, strict=True)
            }
        if not slow["clock"]:
            raise StoreUnreadable("t:clock")
        self.tracked = TrackedWorld(self.origin.settings, slow, self.order)

    def ask(self, script: str, *args: Any) -> Generator[ScriptCall | Backoff, Any, Any]:
        """:raises Stale: the script found another head."""
        answer = yield ScriptCall(script, [keys.head(self.name)], [self.head, self.prefix, *args])
        if answer == []:
            raise Stale
        return answer

    def read_journal(self) -> ScriptCalls:
        pushed, cleared, size, new, dropped = yield from self.ask("journal", self._pushed, self._cleared)
        old = self.exchanges if cleared == self._cleared else ()
        with reading("journal"):
            fresh = tuple(exchanges().load(raw.partition(b" ")[2]) for raw in new)
        # Servers finish in another order than they begin.
        self.exchanges = tuple(sorted((*old, *fresh)[-size:], key=by_number)) if size else ()
        self._pushed, self._cleared, self.dropped = pushed, cleared, int(dropped)


def by_number(exchange: Exchange) -> int:
    return exchange.number


def pairs(flat: list[bytes]) -> list[tuple[bytes, bytes]]:
    """What Redis answers of a hash, as keys and values."""
    return list(zip(flat[::2], flat[1::2], strict=True))
