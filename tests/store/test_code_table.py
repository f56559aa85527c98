"""Codes in memory: found by their texts however they are kept, and forgotten in time."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mockwx.core.ids import Ids
from mockwx.core.people.codes import CODE_LIFE, SPENT_REMEMBERED, Code, CodeKind, Codes
from mockwx.core.tables.counts import Counts
from mockwx.store.memory import codes as code_table
from mockwx.store.memory.codes import CodeTable
from mockwx.store.memory.tables import MemoryTables

MINUTE = 60_000
ODD = ("", "a", "abcd", "abcd\n", "ab=d", "abc=", "ab==", "a+/d", "a-_d", "登录", "abcdabcd", "=abc", "ab cd")
"""Texts that base64 can and cannot read, some of which it reads alike."""
SMALL = {"MOST_PLAIN": 3, "AT_ONCE": 2, "PACKED_TOGETHER": 4, "MOST_SPENT": 4}


@pytest.fixture
def few_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, bound in SMALL.items():
        monkeypatch.setattr(code_table, name, bound)


def size(table: CodeTable) -> int:
    """How many things the table holds, also in its own bookkeeping."""
    return sum(map(len, table._packed)) + len(table._plain) + len(table._spent) + len(table._order)


def opened() -> tuple[MemoryTables, Codes, CodeTable]:
    tables = MemoryTables()
    codes = Codes(tables, Ids("seed", "series"), Counts(tables))
    table = tables("codes", Code)
    assert isinstance(table, CodeTable)
    return tables, codes, table


def test_a_code_is_found_with_all_that_it_is_among_very_many() -> None:
    _, codes, table = opened()
    count = code_table.MOST_PLAIN + 2 * code_table.AT_ONCE
    kinds = (CodeKind.LOGIN, CodeKind.PHONE_NUMBER)
    issued = [codes.issue(kinds[nth % 2], f"wx{nth % 3}", f"u{nth % 7}", nth // 5) for nth in range(count)]
    assert table._packed
    assert len(table._plain) < code_table.MOST_PLAIN + code_table.AT_ONCE
    for nth, text in enumerate(issued):
        assert codes.find(text) == Code(kinds[nth % 2], f"wx{nth % 3}", f"u{nth % 7}", nth // 5)
    assert [key for key, _ in table.items()] == issued
    assert codes.ending(0, CODE_LIFE) == 5
    assert codes.find(issued[0][:-1]) is codes.find(issued[0] + "=") is codes.find("") is None


@pytest.mark.usefixtures("few_plain")
def test_texts_that_base64_reads_alike_are_codes_of_their_own() -> None:
    table = CodeTable()
    for nth, text in enumerate(ODD):
        table.put(text, Code(CodeKind.LOGIN, "wx", text, nth))
    assert sum(map(len, table._packed)) >= len(ODD) - 5
    assert [key for key, _ in table.items()] == list(ODD)
    assert {text: code.user for text in ODD if (code := table.get(text)) is not None} == {text: text for text in ODD}


@pytest.mark.usefixtures("few_plain")
def test_a_packed_code_is_spent_once_and_remembered() -> None:
    _, codes, table = opened()
    text = codes.issue(CodeKind.LOGIN, "wx", "alice", 1)
    for nth in range(20):
        codes.issue(CodeKind.LOGIN, "wx", "bob", nth)
    assert text not in table._plain
    codes.spend(text, 5)
    codes.spend(text, 6)
    assert codes.find(text) == Code(CodeKind.LOGIN, "wx", "alice", 1, 5)
    assert [row.fading for row in table.rows() if row.key == text] == [True]


def test_a_spent_code_leaves_nothing_behind_where_it_was() -> None:
    _, codes, table = opened()
    for _ in range(1000):
        codes.spend(codes.issue(CodeKind.LOGIN, "wx", "alice", 0), 0)
    assert size(table) == 2 * 1000


def test_of_very_many_spent_codes_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_table, "MOST_SPENT", 100)
    _, codes, table = opened()
    texts = [codes.issue(CodeKind.LOGIN, "wx", "alice", 0) for _ in range(103)]
    for text in texts:
        codes.spend(text, 0)
    assert [codes.find(text) is None for text in texts] == [True] * 3 + [False] * 100
    assert size(table) == 200


def test_the_codes_of_twenty_minutes_take_no_more_memory_than_those_of_five() -> None:
    tables, codes, table = opened()
    most = 0
    for nth in range(40_000):
        now = nth * 30
        tables.sweep(now)
        codes.issue(CodeKind.LOGIN, "wx", "alice", now)
        if nth % 1000 == 0:
            most = max(most, size(table))
    a_minute = MINUTE // 30
    assert most <= 7 * a_minute
    tables.sweep(40_000 * 30 + 10 * MINUTE)
    assert size(table) == 0


def test_logins_of_ten_days_leave_no_more_than_the_spent_codes_of_one() -> None:
    tables, codes, table = opened()
    a_day = 24 * 60
    most = 0
    for minute in range(10 * a_day):
        tables.sweep(minute * MINUTE)
        for _ in range(3):
            codes.spend(codes.issue(CodeKind.LOGIN, "wx", "alice", minute * MINUTE), minute * MINUTE)
        most = max(most, size(table))
    assert 2 * 3 * a_day <= most <= 2 * 3 * (a_day + 2)
    tables.sweep((11 * a_day + 1) * MINUTE)
    assert size(table) == 0


class KeptCodes(RuleBasedStateMachine):
    """What the table must still hold, and what it must have forgotten, whatever became of each code before."""

    def __init__(self) -> None:
        super().__init__()
        self.bounds = {name: getattr(code_table, name) for name in SMALL}
        vars(code_table).update(SMALL)
        self.table = CodeTable()
        self.now = 0
        self.unspent: dict[str, Code] = {}
        self.spent: dict[str, Code] = {}

    def teardown(self) -> None:
        vars(code_table).update(self.bounds)

    @rule(text=st.sampled_from(ODD), kind=st.sampled_from(CodeKind), user=st.sampled_from("ab"))
    def issue(self, text: str, kind: CodeKind, user: str) -> None:
        if text not in self.spent:
            self.unspent.pop(text, None)
            self.unspent[text] = code = Code(kind, "wx", user, self.now)
            self.table.put(text, code, code.forgotten_at)

    @rule(text=st.sampled_from(ODD))
    def spend(self, text: str) -> None:
        code = self.unspent.pop(text, None)
        if code is not None:
            self.spent[text] = code = Code(code.kind, code.appid, code.user, code.issued_at, self.now)
            self.table.put(text, code, code.forgotten_at, fading=True)
            while len(self.spent) > 4:
                del self.spent[next(iter(self.spent))]

    @rule(text=st.sampled_from(ODD))
    def drop_unspent(self, text: str) -> None:
        if text not in self.spent:
            self.unspent.pop(text, None)
            self.table.drop(text)

    @rule(by=st.sampled_from([1, 30_000, MINUTE, CODE_LIFE, SPENT_REMEMBERED]))
    def pass_time(self, by: int) -> None:
        self.now += by
        self.table.sweep(self.now)
        for codes in (self.unspent, self.spent):
            for text in [text for text, code in codes.items() if code.forgotten_at // MINUTE < self.now // MINUTE]:
                del codes[text]

    @invariant()
    def holds_what_it_must(self) -> None:
        assert list(self.table.items()) == [*self.spent.items(), *self.unspent.items()]
        assert [self.table.get(text) for text in ODD] == [
            self.spent.get(text) or self.unspent.get(text) for text in ODD
        ]
        ends = [(code.forgotten_at // MINUTE + 1) * MINUTE - 1 for _, code in self.table.items()]
        assert [row.expires_at for row in self.table.rows()] == ends


TestKeptCodes = KeptCodes.TestCase
