"""TrackedWorld: a world as far as it was fetched, which notes what the transactions that run on it read and write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mockwx.core.journal.journal import Exchange
from mockwx.core.world import Settings, World
from mockwx.store.codec import Codec, codec, exchanges
from mockwx.store.redis.keys import FADING, RIDS
from mockwx.store.redis.unreadable_values import StoreUnreadable

if TYPE_CHECKING:
    from mockwx.store.redis.transaction import Transaction

V = TypeVar("V")

_UNREAD: Any = object()


class StoredValue:
    """A value as it lies in Redis, ``b"ORDER JSON"``, and as Python once somebody has read it; b"" is none."""

    __slots__ = ("raw", "value")

    def __init__(self, raw: bytes | None, value: Any = _UNREAD) -> None:
        self.raw = raw or b""
        self.value = value if raw else None


class TrackedTable(Generic[V]):
    """What is missing reads as None and is noted, so that one run finds out most of what it needs."""

    __slots__ = ("_codec", "_is_slow", "_world", "complete", "kind", "name", "read", "stored", "written")

    def __init__(self, tracked: TrackedWorld, name: str, kind: Any, stored: dict[str, StoredValue] | None) -> None:
        self._world = tracked
        self._is_slow = name in tracked.slow
        self._codec: Codec[Any] | None = None
        self.name = name
        self.kind = kind
        self.stored = stored if stored is not None else {}
        self.complete = stored is not None
        """All of the table is in ``stored``."""
        self.read: dict[str, StoredValue] = {}
        self.written: dict[str, tuple[V | None, str]] = {}
        """Key → value and until when: milliseconds, or "" for ever; FADING stands behind either."""

    @property
    def codec(self) -> Codec[Any]:
        if self._codec is None:
            self._codec = exchanges() if self.name == RIDS else codec(self.kind)
        return self._codec

    def get(self, key: str) -> V | None:
        if key in self.written:
            return self.written[key][0]
        stored = self.stored.get(key)
        if stored is None:
            if not self.complete:
                self._world.missing.append((self.name, key))
                return None
            if self._is_slow:
                return None
            stored = StoredValue(None)
        if not self._is_slow:
            self.read[key] = stored
            self._world.touched.add(self)
        value = stored.value
        return self.value(stored) if value is _UNREAD else value

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        until = "" if expires_at is None else str(expires_at)
        self.written[key] = (value, until + FADING if fading else until)
        self._world.touched.add(self)

    def drop(self, key: str) -> None:
        self.written[key] = (None, "")
        self._world.touched.add(self)

    def items(self) -> Iterator[tuple[str, V]]:
        """In the order in which they were first put."""
        if not self.complete:
            self._world.wanted_whole.add(self.name)
            return iter(())
        stored = sorted(self.stored.items(), key=by_insertion)
        values = {key: self.value(stored_value) for key, stored_value in stored if stored_value.raw}
        values.update((key, value) for key, (value, _) in self.written.items())
        return iter([(key, value) for key, value in values.items() if value is not None])

    def value(self, stored: StoredValue) -> V | None:
        if stored.value is _UNREAD:
            try:
                stored.value = self.codec.load(stored.raw.partition(b" ")[2])
            except ValueError as error:
                raise StoreUnreadable(f"t:{self.name}") from error
        return stored.value

    def encoded(self, key: str) -> tuple[bytes, str]:
        """What was written under the key, as Redis keeps it, and until when."""
        value, until = self.written[key]
        if value is None:
            return b"", ""
        if until:
            return b" " + self.codec.dump(value), until
        former = self.stored.get(key)
        order = former.raw.partition(b" ")[0] if former is not None else b""
        return (order or self._world.next_position()) + b" " + self.codec.dump(value), ""


def by_insertion(item: tuple[str, StoredValue]) -> bytes:
    """In the order in which they were first put."""
    return item[1].raw.partition(b" ")[0]


class TrackedJournal:
    """The journal as one transaction sees it."""

    def __init__(self, tracked: TrackedWorld) -> None:
        self._world = tracked
        self._rids: TrackedTable[Exchange] = tracked(RIDS, Exchange)

    def next_number(self) -> int:
        if not self._world.number:
            self._world.wanted_number = True
        return self._world.number

    def append(self, exchange: Exchange) -> None:
        self._world.exchange = exchange

    def begin(self, exchange: Exchange) -> None:
        """Nothing: what lies in Redis cannot be filled in later."""

    def complete(self, exchange: Exchange) -> None:
        self.append(exchange)

    def by_rid(self, rid: str) -> Exchange | None:
        return self._rids.get(rid)

    def __iter__(self) -> Iterator[Exchange]:
        if self._world.exchanges is None:
            self._world.wanted_journal = True
            return iter(())
        return iter(() if self._world.cleared else self._world.exchanges)

    def after(self, number: int) -> list[Exchange]:
        return [exchange for exchange in self if exchange.number > number]

    @property
    def dropped(self) -> int:
        if self._world.exchanges is None:
            self._world.wanted_journal = True
            return 0
        return 0 if self._world.cleared else self._world.dropped

    def state(self) -> None:
        """Other servers write to it too."""

    def clear(self) -> None:
        self._world.cleared = True


class InsertionOrder:
    """Gives each new thing a place after all earlier ones, so that things are listed as they came."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, wall: int) -> bytes:
        """``wall`` sets the things of many servers in order; of what comes in one millisecond, those of this one."""
        self._last = max(self._last + 1, wall << 16)
        return b"%016x" % self._last


class TrackedWorld:
    """Opens the tables of one world. ``slow``: tables that are known whole, each a dictionary by key."""

    def __init__(
        self,
        settings: Settings,
        slow: Mapping[str, dict[str, StoredValue]],
        order: InsertionOrder,
        *,
        empty: bool = False,
    ) -> None:
        """``empty``: a world that is not born yet, of which all is known: nothing is there."""
        self.slow = slow
        self._empty = empty
        self._order = order
        self._wall = 0
        self.tables: dict[str, TrackedTable[Any]] = {}
        self.touched: set[TrackedTable[Any]] = set()
        self._filled: set[TrackedTable[Any]] = set()
        """Of those that are not slow, the ones of which something was fetched or written since all was forgotten."""
        self.has_slow_writes = False
        self._clean()
        self.exchanges: tuple[Exchange, ...] | None = () if empty else None
        self.dropped = 0
        self.world = World(self, settings, TrackedJournal(self))

    def __call__(self, name: str, kind: type[V]) -> TrackedTable[V]:
        if name not in self.tables:
            stored: dict[str, StoredValue] | None = {} if self._empty else self.slow.get(name)
            self.tables[name] = TrackedTable(self, name, kind, stored)
        return self.tables[name]

    def forget(self) -> None:
        """All but the slow tables may have changed."""
        self.exchanges = None
        for table in self._filled:
            table.stored, table.complete = {}, False
        self._filled = set()
        self._clean()

    def begin(self, transaction: Transaction) -> None:
        """The next transaction reads and writes, on top of what those before it did."""
        self._clean()
        self.number = transaction.number
        self._wall = transaction.wall

    def _clean(self) -> None:
        for table in self.touched:
            table.read, table.written = {}, {}
        self.touched = set()
        self.missing: list[tuple[str, str]] = []
        self.wanted_whole: set[str] = set()
        self.wanted_journal = False
        self.wanted_number = False
        self.exchange: Exchange | None = None
        self.cleared = False
        self.number = 0

    @property
    def is_incomplete(self) -> bool:
        """The transaction's run is worth nothing: it read what is not here."""
        return bool(self.missing or self.wanted_whole or self.wanted_journal or self.wanted_number)

    @property
    def changed(self) -> bool:
        return self.exchange is not None or self.cleared or any(table.written for table in self.touched)

    def next_position(self) -> bytes:
        return self._order.next(self._wall)

    def add_stored(self, name: str, key: str, raw: bytes | None) -> None:
        table = self.tables[name]
        table.stored[key] = StoredValue(raw)
        self._filled.add(table)

    def add_whole(self, name: str, stored: dict[str, StoredValue]) -> None:
        table = self.tables[name]
        # What is there already was fetched or written before.
        table.stored, table.complete = stored | table.stored, True
        self._filled.add(table)

    def collect_commit(self) -> list[Any]:
        """What the transaction read and wrote, as the script ``commit`` takes it; the next ones build upon it."""
        checks: list[Any] = []
        writes: list[Any] = []
        slow = "0"
        for table in self.touched:
            name = table.name
            for key, stored in table.read.items():
                checks += (name, in_utf8(key), stored.raw)
            if table.written:
                if name in self.slow:
                    slow, self.has_slow_writes = "1", True
                    table.stored = dict(table.stored)
                else:
                    self._filled.add(table)
                for key, (value, _) in table.written.items():
                    raw, until = table.encoded(key)
                    writes += (name, in_utf8(key), raw, until)
                    table.stored[key] = StoredValue(raw, value)
        exchange, rid = b"", b""
        if self.exchange is not None:
            exchange, rid = encoded(self.exchange)
            if rid:
                rids = self.tables[RIDS]
                rids.stored[rid.decode()] = StoredValue(exchange, self.exchange)
                self._filled.add(rids)
        return [
            *(slow, len(checks) // 3, len(writes) // 4),
            *checks,
            *writes,
            *(exchange, rid, "1" if self.cleared else "0"),
        ]


def encoded(exchange: Exchange) -> tuple[bytes, bytes]:
    """As it lies in the journal, and its rid."""
    rid = (exchange.rid or "").encode()
    return rid + b" " + exchanges().dump(exchange), rid


def in_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
