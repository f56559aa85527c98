from __future__ import annotations

import pytest

from mockwx.core.ids import Ids
from mockwx.core.people.codes import CODE_LIFE, CodeKind, Codes, why_dead
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable

LOGIN = CodeKind.LOGIN


@pytest.fixture
def codes(open_table: OpenTable) -> Codes:
    return Codes(open_table, Ids("seed", "series"), Counts(open_table))


def test_a_fresh_code_is_alive(codes: Codes, start: int) -> None:
    text = codes.issue(LOGIN, "wx", "alice", start)
    assert why_dead(codes.find(text), LOGIN, "wx", start) is None


def test_a_code_lives_for_five_minutes_and_not_a_millisecond_longer(codes: Codes, start: int) -> None:
    text = codes.issue(LOGIN, "wx", "alice", start)
    assert CODE_LIFE == 300_000
    assert why_dead(codes.find(text), LOGIN, "wx", start + 299_999) is None
    assert "issued 5m ago" in (why_dead(codes.find(text), LOGIN, "wx", start + 300_000) or "")


def test_each_code_is_unlike_any_before(codes: Codes, start: int) -> None:
    assert len({codes.issue(LOGIN, "wx", "alice", start) for _ in range(100)}) == 100


def test_a_code_nobody_issued_is_dead(codes: Codes, start: int) -> None:
    assert "no such code" in (why_dead(codes.find("0" * 32), LOGIN, "wx", start) or "")


def test_a_code_is_unknown_to_other_apps_and_other_kinds(codes: Codes, start: int) -> None:
    text = codes.issue(LOGIN, "wx", "alice", start)
    assert "issued for wx, not for wy" in (why_dead(codes.find(text), LOGIN, "wy", start) or "")
    assert "not a phone_number code" in (why_dead(codes.find(text), CodeKind.PHONE_NUMBER, "wx", start) or "")


def test_a_spent_code_stays_known_longer_than_it_lives(codes: Codes, start: int) -> None:
    text = codes.issue(LOGIN, "wx", "alice", start)
    codes.spend(text, start + 1000)
    found = codes.find(text)
    assert found is not None
    assert found.spent_at == start + 1000
    assert why_dead(codes.find(text), LOGIN, "wx", start + 3_600_000) is None


def test_a_spent_code_stays_known_for_a_day_and_not_a_millisecond_longer(codes: Codes, start: int) -> None:
    text = codes.issue(LOGIN, "wx", "alice", start)
    codes.spend(text, start + 1000)
    a_day = 24 * 60 * 60 * 1000
    assert why_dead(codes.find(text), LOGIN, "wx", start + 1000 + a_day - 1) is None
    assert "spent 1d ago" in (why_dead(codes.find(text), LOGIN, "wx", start + 1000 + a_day) or "")


def test_spending_twice_keeps_the_first_time(codes: Codes, start: int) -> None:
    text = codes.issue(LOGIN, "wx", "alice", start)
    codes.spend(text, start + 1000)
    codes.spend(text, start + 2000)
    found = codes.find(text)
    assert found is not None
    assert found.spent_at == start + 1000


def test_spending_what_nobody_issued_makes_no_code(codes: Codes, start: int) -> None:
    codes.spend("nothing", start)
    assert codes.find("nothing") is None


LENGTHS = {
    CodeKind.LOGIN: 32,
    CodeKind.PHONE_NUMBER: 64,
    CodeKind.PLUGIN: 64,
    CodeKind.OAUTH: 32,
    CodeKind.CORP: 32,
    CodeKind.QY_LOGIN: 32,
    CodeKind.SUITE: 32,
}


def test_each_kind_of_code_has_its_own_length(codes: Codes, start: int) -> None:
    assert set(LENGTHS) == set(CodeKind), (
        "tests/core/test_codes.py: say in LENGTHS how long a code of the new kind is; Codes.issue of "
        "mockwx/core/people/codes.py draws it"
    )
    assert {kind: len(codes.issue(kind, "wx", "alice", start)) for kind in CodeKind} == LENGTHS
