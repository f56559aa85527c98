"""Snapshots: all of a world as one JSON value, to keep it or to move it to another store.

It knows nothing of which tables there are: whatever a world opens is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import spell_instant
from mockwx.core.journal.journal import Exchange, RingJournal
from mockwx.core.tables.table import Table
from mockwx.core.text.bilingual import both, unknown
from mockwx.core.version import VERSION
from mockwx.core.world import Settings, World
from mockwx.store import about as abouts
from mockwx.store.about import About
from mockwx.store.codec import codec, exchanges
from mockwx.store.rows import Row
from mockwx.store.tables import MemoryTable

FORMAT = 1
FADING = "fading"


class SnapshotError(ValueError):
    """That is no snapshot that can be restored. ``where`` names the place in it."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{where}: {what}")
        self.what = what
        self.where = where


class Snapshot(Struct, frozen=True):
    about: About
    at: int
    """What the world's clock showed, in milliseconds."""
    numbers: int
    """The last journal number that was given away."""
    tables: Mapping[str, list[Row]]
    """Each in the order in which its things were first put."""
    exchanges: tuple[Exchange, ...]

    @property
    def settings(self) -> Settings:
        return self.about.settings

    def revived(self, world: World, wall: int) -> None:
        """No time has passed since the snapshot, wherever the world lay."""
        world.clock = replace(world.clock, base=self.at, wall=wall)

    def renewed(self, nth: int) -> About:
        """As which world it lives again, for the ``nth`` time in a store: no code that it makes was ever made."""
        series = f"{self.about.series}/restored{nth}"
        return replace(self.about, settings=replace(self.settings, series=series))


class _Kinds:
    """Opens tables only to learn of what type they are."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}

    def __call__(self, name: str, kind: Any) -> Table[Any]:
        self.found[name] = kind
        return MemoryTable()


@cache
def kinds() -> Mapping[str, Any]:
    """Table → the type of its values."""
    opened = _Kinds()
    World(opened, Settings(), RingJournal(1))
    return opened.found


def dump(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "mockwx_snapshot": FORMAT,
        "version": VERSION,
        "at": spell_instant(snapshot.at),
        "now": snapshot.at,
        "about": json.loads(abouts.dump(snapshot.about)),
        "numbers": snapshot.numbers,
        "tables": {name: list(_spelled(name, rows)) for name, rows in snapshot.tables.items() if rows},
        "journal": [json.loads(exchanges().dump(each)) for each in snapshot.exchanges],
    }


def load(found: Any) -> Snapshot:
    """:raises SnapshotError:"""
    if not isinstance(found, Mapping) or "mockwx_snapshot" not in found:
        raise SnapshotError(
            both(
                "that is no snapshot of mockwx: take one with mockwx snapshot",
                "这不是 mockwx 快照：请用 mockwx snapshot 生成",
            ),
            "mockwx_snapshot",
        )
    if found["mockwx_snapshot"] != FORMAT:
        raise SnapshotError(
            both(
                f"a snapshot of format {found['mockwx_snapshot']!r}, made by mockwx {found.get('version')}; this is "
                f"mockwx {VERSION}, which reads format {FORMAT}",
                f"快照格式为 {found['mockwx_snapshot']!r}（mockwx {found.get('version')}）；"
                f"本版本 mockwx {VERSION} 只支持格式 {FORMAT}",
            ),
            "mockwx_snapshot",
        )
    with _told("about"):
        about = abouts.load(json.dumps(found["about"]).encode())
    with _told("now"):
        at, numbers = _whole(found["now"]), _whole(found["numbers"])
    with _told("tables"):
        tables = {name: _rows(name, rows) for name, rows in dict(found["tables"]).items()}
    with _told("journal"):
        journal = tuple(exchanges().load(json.dumps(each).encode()) for each in found["journal"])
    if [row.key for row in tables.get("clock", [])] != [""]:
        raise SnapshotError(both("a world has one clock", "world 有且只有一个时钟"), "tables.clock")
    return Snapshot(about, at, numbers, tables, journal)


class _told:  # noqa: N801  reads as a word of the with statement
    """What a hand has spoilt is told by its place."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SnapshotError) or not isinstance(error, ValueError | TypeError | KeyError):
            return
        text = " ".join(str(error).split())[:300]
        raise SnapshotError(both(f"the snapshot is broken: {text}", f"快照已损坏：{text}"), self._where) from None


def _spelled(name: str, rows: list[Row]) -> Iterator[list[Any]]:
    """Key, value, and until when (milliseconds or null); of what fades, "fading" behind them."""
    spelling = codec(kinds()[name])
    for row in rows:
        yield [row.key, json.loads(spelling.dump(row.value)), row.expires_at, *([FADING] if row.fading else [])]


def _rows(name: str, rows: Any) -> list[Row]:
    if name not in kinds():
        raise SnapshotError(unknown("table", "表", name, kinds()), f"tables.{name}")
    spelling = codec(kinds()[name])
    found = []
    with _told(f"tables.{name}"):
        for key, value, until, *fading in rows:
            if not isinstance(key, str) or not isinstance(until, int | None) or fading not in ([], [FADING]):
                raise ValueError(f"{key!r}, {until!r}, {fading!r}")
            found.append(Row(key, spelling.load(json.dumps(value).encode()), until, bool(fading)))
    return found


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is not a whole number")
    return value
