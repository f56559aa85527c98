"""View: a world as far as it has been fetched, and what jobs that run on it one after another read and write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mockwx.core.journal.journal import Exchange
from mockwx.core.world import Settings, World
from mockwx.store.codec import Codec, codec, exchanges
from mockwx.store.redis.keys import FADING, RIDS

if TYPE_CHECKING:
    from mockwx.store.redis.jobs import Job

V = TypeVar("V")

_UNREAD: Any = object()


class Held:
    """A value as it lies in Redis, ``b"ORDER JSON"``, and as Python once somebody has read it; b"" is none."""

    __slots__ = ("raw", "value")

    def __init__(self, raw: bytes | None, value: Any = _UNREAD) -> None:
        self.raw = raw or b""
        self.value = value if raw else None


class ViewTable(Generic[V]):
    """What is missing reads as None and is noted, so that one run finds out most of what it needs."""

    __slots__ = ("_codec", "_view", "complete", "held", "kind", "name", "read", "written")

    def __init__(self, view: View, name: str, kind: Any, held: dict[str, Held] | None) -> None:
        self._view = view
        self._codec: Codec[Any] | None = None
        self.name = name
        self.kind = kind
        self.held = held if held is not None else {}
        self.complete = held is not None
        """What is not held is not there."""
        self.read: dict[str, Held] = {}
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
        held = self.held.get(key)
        if held is None:
            if not self.complete:
                self._view.missing.append((self.name, key))
                return None
            held = Held(None)
            if self.name in self._view.slow:
                return None
        if self.name not in self._view.slow:
            self.read[key] = held
            self._view.touched.add(self)
        return self.value(held)

    def put(self, key: str, value: V, expires_at: int | None = None, *, fading: bool = False) -> None:
        until = "" if expires_at is None else str(expires_at)
        self.written[key] = (value, until + FADING if fading else until)
        self._view.touched.add(self)

    def drop(self, key: str) -> None:
        self.written[key] = (None, "")
        self._view.touched.add(self)

    def items(self) -> Iterator[tuple[str, V]]:
        """In the order in which they were first put."""
        if not self.complete:
            self._view.wanted_whole.add(self.name)
            return iter(())
        found = {key: self.value(held) for key, held in sorted(self.held.items(), key=by_place) if held.raw}
        found.update((key, value) for key, (value, _) in self.written.items())
        return iter([(key, value) for key, value in found.items() if value is not None])

    def value(self, held: Held) -> V | None:
        if held.value is _UNREAD:
            held.value = self.codec.load(held.raw.partition(b" ")[2])
        return held.value

    def spelled(self, key: str) -> tuple[bytes, str]:
        """What was written under the key, as Redis keeps it, and until when."""
        value, until = self.written[key]
        if value is None:
            return b"", ""
        if until:
            return b" " + self.codec.dump(value), until
        former = self.held.get(key)
        order = former.raw.partition(b" ")[0] if former is not None else b""
        return (order or self._view.next_place()) + b" " + self.codec.dump(value), ""


def by_place(item: tuple[str, Held]) -> bytes:
    """In the order in which they were first put."""
    return item[1].raw.partition(b" ")[0]


class ViewJournal:
    """The journal as one job sees it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._rids: ViewTable[Exchange] = view(RIDS, Exchange)

    def next_number(self) -> int:
        return self._view.number

    def append(self, exchange: Exchange) -> None:
        self._view.exchange = exchange

    def by_rid(self, rid: str) -> Exchange | None:
        return self._rids.get(rid)

    def __iter__(self) -> Iterator[Exchange]:
        if self._view.exchanges is None:
            self._view.wanted_journal = True
            return iter(())
        return iter(() if self._view.cleared else self._view.exchanges)

    def clear(self) -> None:
        self._view.cleared = True


class Places:
    """Gives each new thing a place after all earlier ones, so that things are listed as they came."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, wall: int) -> bytes:
        """``wall`` sets the things of many servers in order; of what comes in one millisecond, those of this one."""
        self._last = max(self._last + 1, wall << 16)
        return b"%016x" % self._last


class View:
    """Opens the tables of one world. ``slow``: tables that are known whole, each a dictionary by key."""

    def __init__(
        self, settings: Settings, slow: Mapping[str, dict[str, Held]], places: Places, *, empty: bool = False
    ) -> None:
        """``empty``: a world that is not born yet, of which all is known: nothing is there."""
        self.slow = slow
        self._empty = empty
        self._places = places
        self._wall = 0
        self.tables: dict[str, ViewTable[Any]] = {}
        self.forget()
        self.exchanges: tuple[Exchange, ...] | None = () if empty else None
        self.world = World(self, settings, ViewJournal(self))

    def __call__(self, name: str, kind: type[V]) -> ViewTable[V]:
        if name not in self.tables:
            held: dict[str, Held] | None = {} if self._empty else self.slow.get(name)
            self.tables[name] = ViewTable(self, name, kind, held)
        return self.tables[name]

    def forget(self) -> None:
        """All but the slow tables may have changed."""
        self.exchanges = None
        for table in self.tables.values():
            if table.name not in self.slow:
                table.held, table.complete = {}, False
        self._clean()

    def begin(self, job: Job) -> None:
        """The next job reads and writes, on top of what those before it did."""
        self._clean()
        self.number = job.number
        self._wall = job.wall

    def _clean(self) -> None:
        for table in getattr(self, "touched", ()):
            table.read, table.written = {}, {}
        self.touched: set[ViewTable[Any]] = set()
        self.missing: list[tuple[str, str]] = []
        self.wanted_whole: set[str] = set()
        self.wanted_journal = False
        self.exchange: Exchange | None = None
        self.cleared = False
        self.number = 0

    @property
    def lacks(self) -> bool:
        """The job's run is worth nothing: it read what is not known."""
        return bool(self.missing or self.wanted_whole or self.wanted_journal)

    @property
    def changed(self) -> bool:
        return self.exchange is not None or self.cleared or any(table.written for table in self.touched)

    def next_place(self) -> bytes:
        return self._places.next(self._wall)

    def hold(self, name: str, key: str, raw: bytes | None) -> None:
        self.tables[name].held[key] = Held(raw)

    def keep(self) -> list[Any]:
        """What the job read and wrote, as the script ``commit`` takes it; jobs that come build upon it."""
        checks: list[Any] = []
        writes: list[Any] = []
        slow = "0"
        for table in self.touched:
            name = table.name
            for key, held in table.read.items():
                checks += (name, in_utf8(key), held.raw)
            if table.written:
                if name in self.slow:
                    slow = "1"
                    table.held = dict(table.held)
                for key, (value, _) in table.written.items():
                    raw, until = table.spelled(key)
                    writes += (name, in_utf8(key), raw, until)
                    table.held[key] = Held(raw, value)
        exchange, rid = b"", b""
        if self.exchange is not None:
            exchange, rid = spelled(self.exchange)
            if rid:
                self.tables[RIDS].held[rid.decode()] = Held(exchange, self.exchange)
        return [
            *(slow, len(checks) // 3, len(writes) // 4),
            *checks,
            *writes,
            *(exchange, rid, "1" if self.cleared else "0"),
        ]


def spelled(exchange: Exchange) -> tuple[bytes, bytes]:
    """As it lies in the journal, and its rid."""
    rid = (exchange.rid or "").encode()
    return rid + b" " + exchanges().dump(exchange), rid


def in_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
