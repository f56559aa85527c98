from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mockwx.store.memory import tables as memory_tables
from mockwx.store.memory.tables import MemoryTable, MemoryTables

MINUTE = 60_000
KEYS = st.sampled_from("abcdef")
MOST = 1_000
"""As many fading things as a table keeps here, instead of 200,000."""


@pytest.fixture
def few_fade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_tables, "MOST_FADING", MOST)


def size(table: MemoryTable[Any]) -> int:
    """How many things the table holds, also in its own bookkeeping."""
    notes = sum(map(len, table._due.values())) + sum(map(len, table._fading.values()))
    return len(table._values) + len(table._due_with) + notes


def test_what_has_expired_goes_and_the_rest_stays() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("short", "a", 5 * MINUTE)
    table.put("long", "b", 50 * MINUTE)
    table.put("endless", "c")
    table.sweep(10 * MINUTE)
    assert dict(table.items()) == {"long": "b", "endless": "c"}
    assert table.get("short") is None


def test_nothing_goes_before_it_expires() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("key", "value", 5 * MINUTE)
    table.sweep(5 * MINUTE)
    assert table.get("key") == "value"


def test_what_is_put_again_with_a_later_end_stays_until_then() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("key", "issued", 5 * MINUTE)
    table.put("key", "spent", 500 * MINUTE)
    table.sweep(100 * MINUTE)
    assert table.get("key") == "spent"
    table.sweep(502 * MINUTE)
    assert table.get("key") is None


def test_what_is_put_again_with_an_earlier_end_goes_then() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("key", "a", 500 * MINUTE)
    table.put("key", "b", 5 * MINUTE)
    table.sweep(10 * MINUTE)
    assert table.get("key") is None


def test_what_is_put_again_without_an_end_stays_for_good() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("key", "a", 5 * MINUTE)
    table.put("key", "b")
    table.sweep(10_000 * MINUTE)
    assert table.get("key") == "b"


def test_what_was_dropped_and_put_again_stays() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("key", "a", 5 * MINUTE)
    table.drop("key")
    assert table.get("key") is None
    table.put("key", "b", 50 * MINUTE)
    table.sweep(10 * MINUTE)
    assert table.get("key") == "b"


def test_dropping_what_is_not_there_is_no_mistake() -> None:
    MemoryTable[str]().drop("nothing")


def test_whoever_walks_a_table_may_change_it() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("a", "1")
    for key, value in table.items():
        table.drop(key)
        table.put(f"{key}b", value)
    assert dict(table.items()) == {"ab": "1"}


def test_tables_of_one_name_are_one_table() -> None:
    tables = MemoryTables()
    tables("codes", str).put("key", "value")
    assert tables("codes", str).get("key") == "value"
    assert tables("others", str).get("key") is None


def test_of_very_many_fading_things_the_oldest_are_forgotten(few_fade: None) -> None:
    table: MemoryTable[int] = MemoryTable()
    for nth in range(MOST + 3):
        table.put(str(nth), nth, 500 * MINUTE, fading=True)
    assert len(dict(table.items())) == MOST
    assert table.get("2") is None
    assert table.get("3") == 3
    assert table.get(str(MOST + 2)) == MOST + 2


def test_what_fades_no_longer_stays(few_fade: None) -> None:
    table: MemoryTable[int] = MemoryTable()
    table.put("kept", -1, 5 * MINUTE, fading=True)
    table.put("kept", -1)
    for nth in range(MOST + 1):
        table.put(str(nth), nth, fading=True)
    table.sweep(10 * MINUTE)
    assert table.get("kept") == -1


def test_what_fades_goes_when_its_time_is_over_and_not_before() -> None:
    table: MemoryTable[str] = MemoryTable()
    table.put("short", "a", 5 * MINUTE)
    table.put("short", "b", 50 * MINUTE, fading=True)
    table.put("long", "c", 500 * MINUTE, fading=True)
    table.put("endless", "d", fading=True)
    table.sweep(50 * MINUTE)
    assert table.get("short") == "b"
    table.sweep(51 * MINUTE)
    assert dict(table.items()) == {"long": "c", "endless": "d"}
    table.sweep(501 * MINUTE)
    assert dict(table.items()) == {"endless": "d"}


def test_the_oldest_are_forgotten_also_where_younger_ones_went_before_them(few_fade: None) -> None:
    table: MemoryTable[int] = MemoryTable()
    table.put("old", -1, 500 * MINUTE, fading=True)
    for nth in range(MOST - 1):
        table.put(str(nth), nth, 5 * MINUTE, fading=True)
    table.sweep(10 * MINUTE)
    assert dict(table.items()) == {"old": -1}
    for nth in range(MOST):
        assert table.get("old") == -1
        table.put(str(nth), nth, 700 * MINUTE, fading=True)
    assert table.get("old") is None
    assert size(table) == 3 * MOST


class Kept(RuleBasedStateMachine):
    """What a table must still hold, and what it must have forgotten, whatever became of each thing before."""

    def __init__(self) -> None:
        super().__init__()
        self.table: MemoryTable[int] = MemoryTable()
        self.now = 0
        self.nth = 0
        self.ends: dict[str, tuple[int, int | None, bool]] = {}
        """Key → value, until when, and whether it fades."""

    @rule(key=KEYS, lasts=st.sampled_from([None, 0, 1, MINUTE, 90_000, 10 * MINUTE]), fading=st.booleans())
    def put(self, key: str, lasts: int | None, fading: bool) -> None:
        self.nth += 1
        until = None if lasts is None else self.now + lasts
        self.ends[key] = (self.nth, until, fading)
        self.table.put(key, self.nth, until, fading=fading)

    @rule(key=KEYS)
    def drop(self, key: str) -> None:
        self.ends.pop(key, None)
        self.table.drop(key)

    @rule(by=st.sampled_from([1, 30_000, MINUTE, 11 * MINUTE]))
    def pass_time(self, by: int) -> None:
        self.now += by
        self.table.sweep(self.now)
        minute = self.now // MINUTE
        over = [key for key, (_, until, _) in self.ends.items() if until is not None and until // MINUTE < minute]
        for key in over:
            del self.ends[key]

    @invariant()
    def holds_what_it_must(self) -> None:
        assert dict(self.table.items()) == {key: value for key, (value, _, _) in self.ends.items()}
        ends = {row.key: row.expires_at for row in self.table.rows()}
        for key, (_, until, fading) in self.ends.items():
            assert ends[key] == (None if until is None else (until // MINUTE + 1) * MINUTE - 1)
            (row,) = (row for row in self.table.rows() if row.key == key)
            assert row.fading is fading
        assert self.table._many_fading == sum(map(len, self.table._fading.values()))


TestKept = Kept.TestCase
