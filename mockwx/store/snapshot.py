"""Snapshots: all of a world as one JSON value, to keep it or to move it to another store.

It knows nothing of which tables there are: whatever a world opens is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import LATEST, spell_instant
from mockwx.core.journal.journal import Exchange, RingJournal
from mockwx.core.tables.table import Table
from mockwx.core.text.bilingual import Text, both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.version import VERSION
from mockwx.core.world import Settings, World
from mockwx.store import origin as origins
from mockwx.store.codec import codec, exchanges
from mockwx.store.origin import WorldOrigin
from mockwx.store.row import Row

FORMAT = 1
FADING = "fading"


FURTHEST = LATEST + 1_000_000_000_000
"""Milliseconds: the last instant that a clock shows, and what lives some thirty years longer."""


class SnapshotError(ValueError):
    """That is no snapshot that can be restored. ``where`` names the place in it."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{where}: {what}")
        self.what = what
        self.where = where


class Snapshot(Struct, frozen=True):
    origin: WorldOrigin
    at: int
    """What the world's clock showed, in milliseconds."""
    numbers: int
    """The last journal number that was given away."""
    tables: Mapping[str, list[Row]]
    """Each in the order in which its things were first put."""
    exchanges: tuple[Exchange, ...]

    @property
    def settings(self) -> Settings:
        return self.origin.settings

    def revived(self, world: World, wall: int) -> None:
        """No time has passed since the snapshot, wherever the world lay."""
        world.clock = replace(world.clock, base=self.at, wall=wall)

    def renewed(self, nth: int) -> WorldOrigin:
        """As which world it lives again, for the ``nth`` time in a store: no code that it makes was ever made."""
        series = f"{self.origin.series}/restored{nth}"
        return replace(self.origin, settings=replace(self.settings, series=series))


class _EmptyTable:
    def get(self, key: str) -> Any: ...

    def put(self, key: str, value: Any, expires_at: int | None = None, *, fading: bool = False) -> None: ...

    def drop(self, key: str) -> None: ...

    def items(self) -> Iterator[tuple[str, Any]]:
        return iter(())


@cache
def table_types() -> Mapping[str, Any]:
    """Table → the type of its values."""
    types: dict[str, Any] = {}

    def open_table(name: str, kind: Any) -> Table[Any]:
        types[name] = kind
        return _EmptyTable()

    World(open_table, Settings(), RingJournal(1))
    return types


def dump(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "mockwx_snapshot": FORMAT,
        "version": VERSION,
        "at": spell_instant(snapshot.at),
        "now": snapshot.at,
        "about": json.loads(origins.dump(snapshot.origin)),
        "numbers": snapshot.numbers,
        "tables": {name: list(_encoded(name, rows)) for name, rows in snapshot.tables.items() if rows},
        "journal": [json.loads(exchanges().dump(exchange)) for exchange in snapshot.exchanges],
    }


def load(document: Any) -> Snapshot:
    """:raises SnapshotError:"""
    if not isinstance(document, Mapping) or "mockwx_snapshot" not in document:
        raise SnapshotError(
            both(
                "that is no snapshot of mockwx: take one with mockwx snapshot",
                "这不是 mockwx 快照：请用 mockwx snapshot 生成",
            ),
            "mockwx_snapshot",
        )
    if document["mockwx_snapshot"] != FORMAT:
        raise SnapshotError(
            both(
                f"a snapshot of format {document['mockwx_snapshot']!r}, made by mockwx {document.get('version')}; "
                f"this is mockwx {VERSION}, which reads format {FORMAT}",
                f"快照格式为 {document['mockwx_snapshot']!r}（mockwx {document.get('version')}）；"
                f"本版本 mockwx {VERSION} 只支持格式 {FORMAT}",
            ),
            "mockwx_snapshot",
        )
    with _located("about"):
        origin = origins.load(json.dumps(document["about"]).encode())
    for part in ("now", "numbers", "tables", "journal"):
        with _located(part):
            _refuse_out_of_range(document[part])
    with _located("now"):
        at, numbers = _whole(document["now"]), _whole(document["numbers"])
    with _located("tables"):
        tables = {name: _rows(name, rows) for name, rows in dict(document["tables"]).items()}
    with _located("journal"):
        journal = tuple(exchanges().load(json.dumps(exchange).encode()) for exchange in document["journal"])
    if [row.key for row in tables.get("clock", [])] != [""]:
        raise SnapshotError(both("a world has one clock", "world 有且只有一个时钟"), "tables.clock")
    return Snapshot(origin, at, numbers, tables, journal)


def _refuse_out_of_range(part: Any) -> None:
    """:raises ValueError: it holds a number that no instant and no count of a world can be."""
    waiting = [part]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int | float) and not abs(value) <= FURTHEST:
            raise ValueError(both(f"the number {value!r} is out of range", f"数字 {value!r} 超出范围"))


@contextmanager
def _located(where: str) -> Iterator[None]:
    """What a hand has spoilt is an error that names its place.

    :raises SnapshotError:
    """
    try:
        yield
    except SnapshotError:
        raise
    except (ValueError, TypeError, KeyError) as error:
        why = Text.of(" ".join(str(error).split())[:300])
        raise SnapshotError(both(f"the snapshot is broken: {why.en}", f"快照已损坏：{why.zh}"), where) from None


def _encoded(name: str, rows: list[Row]) -> Iterator[list[Any]]:
    """Key, value, and until when (milliseconds or null); of what fades, "fading" behind them."""
    row_codec = codec(table_types()[name])
    for row in rows:
        yield [row.key, json.loads(row_codec.dump(row.value)), row.expires_at, *([FADING] if row.fading else [])]


def _rows(name: str, rows: Any) -> list[Row]:
    if name not in table_types():
        raise SnapshotError(unknown("table", "表", name, table_types()), f"tables.{name}")
    row_codec = codec(table_types()[name])
    read = []
    with _located(f"tables.{name}"):
        for key, value, until, *fading in rows:
            if not isinstance(key, str) or not isinstance(until, int | None) or fading not in ([], [FADING]):
                raise ValueError(f"{key!r}, {until!r}, {fading!r}")
            read.append(Row(key, row_codec.load(json.dumps(value).encode()), until, bool(fading)))
    return read


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is not a whole number")
    return value
