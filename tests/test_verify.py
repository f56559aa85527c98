from __future__ import annotations

from typing import Any

import pytest

from mockwx.core.journal.entries import JournalFilter
from mockwx.core.journal.journal import Exchange
from mockwx.core.text.spans import Span
from mockwx.core.wire import Request, Response
from mockwx.verify import NEAREST, Expected


def exchange(number: int, **fields: Any) -> Exchange:
    request = Request("GET", None, "/sns/jscode2session", {})
    given = {"api": "code2session", "user": "alice", "app": "shop", **fields}
    return Exchange(number, 0, request=request, response=Response(b"{}", "text/plain"), **given)


HAPPENED = [exchange(1), exchange(2, errcode=40163), exchange(3, user="bob"), exchange(4, api="token", user=None)]


@pytest.mark.parametrize(
    "expected",
    [
        Expected(JournalFilter()),
        Expected(JournalFilter(), 4, 4),
        Expected(JournalFilter(api="code2session"), 1, 3),
        Expected(JournalFilter(api="code2session", user="alice"), 2, 2),
        Expected(JournalFilter(errcode=40163), 1, 1),
        Expected(JournalFilter(api="stable_token"), 0, 0),
        Expected(JournalFilter(since=3), 1, 1),
    ],
    ids=str,
)
def test_what_happened_as_expected_makes_no_difference(expected: Expected) -> None:
    assert expected.wrong_counts(HAPPENED) == ()


@pytest.mark.parametrize(
    ("expected", "first"),
    [
        (Expected(JournalFilter(api="token"), 2, 2), "expected 2 calls of token; saw 1"),
        (Expected(JournalFilter(api="token"), 0, 0), "expected no call of token; saw 1"),
        (Expected(JournalFilter(user="bob"), 2, None), "expected at least 2 calls of any api by bob; saw 1"),
        (Expected(JournalFilter(app="shop", errcode=0), 0, 1), "any api for shop with errcode 0; saw 3"),
    ],
)
def test_a_difference_says_what_was_expected_and_what_came(expected: Expected, first: str) -> None:
    (count,) = expected.wrong_counts(HAPPENED)
    assert first in str(count).splitlines()[0]


def test_a_difference_shows_the_nearest_entries_in_order_and_why_each_does_not_count() -> None:
    (count,) = Expected(JournalFilter(api="code2session", user="bob"), 2, 2).wrong_counts(HAPPENED)
    lines = str(count).splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["#1", "#2", "#3", "#4"]
    assert "user was alice, not bob" in lines[0]
    assert "counts" in lines[2]
    assert "api was token, not code2session" in lines[3]


def test_of_many_entries_only_the_nearest_are_shown() -> None:
    many = [exchange(number, user="bob" if number == 7 else "alice") for number in range(1, 100)]
    (count,) = Expected(JournalFilter(api="code2session", user="bob"), 2, 2).wrong_counts(many)
    assert len(count.nearest) == NEAREST
    assert [entry.line.split()[0] for entry in count.nearest if entry.why_not is None] == ["#7"]


def test_an_empty_journal_is_told_as_such() -> None:
    (count,) = Expected(JournalFilter()).wrong_counts([])
    assert "nothing called" in str(count)


def test_every_wrong_count_says_whose_it_is_what_was_wanted_and_what_came() -> None:
    expected = Expected(JournalFilter(user="alice"), 3, 3, ((0, Span(1, 1)), (40163, Span(0, 0)), (45011, Span(2))))
    counts = expected.wrong_counts(HAPPENED)
    assert [(count.calls.user, count.calls.errcode, count.wanted, count.seen) for count in counts] == [
        ("alice", None, Span(3, 3), 2),
        ("alice", 40163, Span(0, 0), 1),
        ("alice", 45011, Span(2), 0),
    ]
