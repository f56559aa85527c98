from __future__ import annotations

import pytest

from mockwx.core.journal.entries import JournalFilter, entry, line
from mockwx.core.journal.journal import Exchange, RingJournal, why_dropped
from mockwx.core.wire import Request, Response, RuleTrace


def exchange(journal: RingJournal, **fields: object) -> Exchange:
    number = journal.next_number()
    request = Request("GET", None, "/sns/jscode2session", {"secret": "a-secret-of-the-shop"})
    made = Exchange(number, 1_767_225_600_000, "code2session", request, Response(b"{}", "text/plain", number=number))
    for name, value in fields.items():
        setattr(made, name, value)
    journal.append(made)
    return made


def test_the_journal_keeps_the_last_ones_and_forgets_the_oldest() -> None:
    journal = RingJournal(3)
    for _ in range(10):
        exchange(journal)
    assert [each.number for each in journal] == [8, 9, 10]
    assert len(journal) == 3


def test_the_index_of_rids_is_bounded_by_the_journal() -> None:
    journal = RingJournal(3)
    for nth in range(1000):
        exchange(journal, rid=f"rid-{nth}" if nth % 3 else None)
    found = [nth for nth in range(1000) if journal.by_rid(f"rid-{nth}") is not None]
    assert found == [997, 998]
    assert len(journal._rids) == 2


def test_questions_and_answers_together_have_only_so_many_bytes_and_what_went_is_told() -> None:
    journal = RingJournal(1000, most_bytes=10_000)
    request, answer = Request("POST", None, "/x", {}, b"x" * 400, 400), Response(b"y" * 600, "")
    for number in range(1, 101):
        exchange(journal, number=number, request=request, response=answer, rid=str(number))
    assert [each.number for each in journal] == list(range(91, 101))
    assert journal.by_rid("90") is None
    assert why_dropped(journal) is not None
    journal.clear()
    assert why_dropped(journal) is None


def test_an_answer_that_grew_later_is_counted_again_and_the_last_entry_always_stays() -> None:
    journal = RingJournal(1000, most_bytes=10_000)
    first, last = exchange(journal), exchange(journal)
    last.response.body = b"y" * 20_000
    journal.complete(last)
    assert [each.number for each in journal] == [last.number]
    journal.complete(first)
    assert [each.number for each in journal] == [last.number]


def test_an_answer_that_went_by_number_alone_is_no_news() -> None:
    journal = RingJournal(3)
    for _ in range(10):
        exchange(journal)
    assert why_dropped(journal) is None


def test_a_rid_leads_to_its_exchange() -> None:
    journal = RingJournal(3)
    made = exchange(journal, rid="a-b-c")
    assert journal.by_rid("a-b-c") is made


def test_numbers_go_on_after_the_journal_was_cleared() -> None:
    journal = RingJournal(3)
    exchange(journal, rid="a-b-c")
    journal.clear()
    assert list(journal) == []
    assert journal.by_rid("a-b-c") is None
    assert exchange(journal).number == 2


def test_whoever_walks_the_journal_is_not_disturbed_by_new_entries() -> None:
    journal = RingJournal(10)
    exchange(journal)
    for _ in journal:
        exchange(journal)
    assert len(journal) == 2


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        (JournalFilter(), [1, 2, 3]),
        (JournalFilter(api="code2session"), [1, 2]),
        (JournalFilter(user="alice"), [1]),
        (JournalFilter(errcode=40163), [2]),
        (JournalFilter(app="shop"), [1]),
        (JournalFilter(app="wx1"), [1]),
        (JournalFilter(since=2), [3]),
        (JournalFilter(api="token", user="alice"), []),
    ],
)
def test_exchanges_are_chosen_by_what_is_asked_for(chosen: JournalFilter, numbers: list[int]) -> None:
    journal = RingJournal(10)
    exchange(journal, user="alice", app="shop", appid="wx1")
    exchange(journal, user="bob", errcode=40163)
    exchange(journal, api="token")
    assert [each.number for each in chosen.among(journal)] == numbers


def test_an_entry_says_what_came_what_went_and_why_without_secrets() -> None:
    found = entry(exchange(RingJournal(3), errcode=40163, reason="spent", user="alice", trace=(RuleTrace("r", "no"),)))
    assert found["at"] == "2026-01-01T08:00:00.000+08:00"
    assert found["request"]["query"] == {"secret": "a-secr***"}
    assert (found["errcode"], found["reason"], found["user"]) == (40163, "spent", "alice")
    assert found["trace"] == ["r: no"]
    assert found["rules"] == [{"rule": "r", "why": "no"}]


def test_an_exchange_fits_on_one_line() -> None:
    made = exchange(RingJournal(3), errcode=40163, reason="the code was spent 3s ago", user="alice", took=1.26)
    made.response.rule = "flaky"
    assert line(made) == "#1 code2session alice 40163 (the code was spent 3s ago) [rule flaky] 1.3 ms"
