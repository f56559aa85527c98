from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwx.core.errcodes import BY_CODE
from mockwx.core.rules.faults import Refuse
from mockwx.core.rules.rules import Calls, Latency, Rule, Rules, Subject, When
from mockwx.core.tables.table import OpenTable
from mockwx.store.memory.tables import MemoryTables

BUSY = Refuse(BY_CODE[45011])


def rule(name: str = "busy", *, times: int | None = None, latency: Latency | None = None, **when: Any) -> Rule:
    return Rule(name, When("code2session", **when), BUSY, latency=latency, times=times)


def about(user: str | None = "alice", code: str | None = "0c", app: str | None = "shop", **fields: Any) -> Subject:
    given = {"api": "code2session", "path": "/sns/jscode2session", "appid": f"wx-{app}", **fields}
    return Subject(user=user, code=code, app=app, **given)


@pytest.fixture
def rules(open_table: OpenTable) -> Rules:
    return Rules(open_table, "20260101")


def armed(*given: Rule, seed: str = "20260101") -> Rules:
    rules = Rules(MemoryTables(), seed)
    rules.replace_all(given)
    return rules


def fired(rules: Rules, subjects: Iterable[Subject]) -> list[str | None]:
    """The name of the rule that fired on each call."""
    decisions = [rules.decide(each, 0, 0) for each in subjects]
    return [each.rule.name if each.rule is not None else None for each in decisions]


def nths(rules: Rules, count: int) -> list[int]:
    """On which of so many calls a rule fired."""
    return [nth for nth, name in enumerate(fired(rules, [about()] * count), 1) if name is not None]


def test_the_first_rule_that_matches_wins() -> None:
    rules = armed(rule("bobs", user="bob"), rule("first"), rule("second"))
    assert fired(rules, [about(), about("bob")]) == ["first", "bobs"]


@pytest.mark.parametrize(
    ("calls", "wanted"),
    [
        (Calls("2", 2, 2), [2]),
        (Calls("1..3", 1, 3), [1, 2, 3]),
        (Calls("4..", 4), [4, 5, 6, 7, 8]),
        (Calls("..3", 1, 3), [1, 2, 3]),
        (Calls("[1, 3]", listed=(1, 3)), [1, 3]),
        (Calls("every 3", every=3), [3, 6]),
    ],
    ids=lambda each: each.text if isinstance(each, Calls) else "",
)
def test_a_rule_fires_on_the_calls_that_it_names(calls: Calls, wanted: list[int]) -> None:
    assert nths(armed(rule(call=calls)), 8) == wanted


def test_a_rule_counts_the_calls_that_an_earlier_rule_takes() -> None:
    rules = armed(rule("first", call=Calls("1", 1, 1)), rule("third", call=Calls("3", 3, 3)))
    assert fired(rules, [about()] * 4) == ["first", None, "third", None]
    assert (rules.tally("third").seen, rules.tally("third").hits) == (4, 1)


def test_a_rule_counts_only_the_calls_that_it_fits() -> None:
    rules = armed(rule(user="alice", app="shop", call=Calls("2", 2, 2)))
    calls = [about("bob"), about(), about(app="club"), about("bob"), about()]
    assert fired(rules, calls) == [None, None, None, None, "busy"]
    assert rules.tally("busy").seen == 2


def test_a_rule_for_an_app_takes_its_name_or_its_appid() -> None:
    assert fired(armed(rule(app="shop")), [about()]) == ["busy"]
    assert fired(armed(rule(app="wx-shop")), [about()]) == ["busy"]
    assert fired(armed(rule(app="club")), [about()]) == [None]


def test_a_rule_leaves_other_apis_alone_and_says_nothing_about_them() -> None:
    decision = armed(rule()).decide(about(api="token"), 0, 0)
    assert decision.rule is None
    assert decision.trace == ()


@pytest.mark.parametrize(
    ("count_by", "wanted"),
    [
        ("rule", [True, False, False, False, False, False]),
        ("user", [True, True, False, False, False, False]),
        ("app", [True, False, True, False, False, False]),
        ("code", [True, False, False, True, False, True]),
    ],
)
def test_calls_are_counted_for_the_rule_or_each_user_app_or_code(count_by: str, wanted: list[bool]) -> None:
    calls = [
        about("alice", "c1", "shop"),
        about("bob", "c1", "shop"),
        about("alice", "c1", "club"),
        about("alice", "c2", "shop"),
        about("alice", "c2", "club"),
        about("bob", "c3", "club"),
    ]
    rules = armed(rule(count_by=count_by, call=Calls("1", 1, 1)))
    assert [name is not None for name in fired(rules, calls)] == wanted
    assert rules.tally("busy").seen == 6


def test_a_rule_fires_at_most_so_many_times_over_all_users() -> None:
    rules = armed(rule(times=2, count_by="user"))
    assert fired(rules, [about(user) for user in ("a", "b", "c")]) == ["busy", "busy", None]


def test_a_rule_between_two_durations_counts_from_the_start_and_leaves_the_end_out() -> None:
    rules = armed(rule(between=(1000, 2000)))
    fires = [rules.decide(about(), 5000 + since, 5000).rule is not None for since in (999, 1000, 1999, 2000)]
    assert fires == [False, True, True, False]


def test_why_a_rule_did_not_fire_is_told_for_each_rule() -> None:
    rules = armed(
        rule("bobs", user="bob"),
        rule("third", call=Calls("3", 3, 3)),
        rule("late", between=(1000, 2000)),
        rule("never", chance=0.0),
        rule("takes", times=1),
        rule("after"),
    )
    first, second = (tuple(map(str, rules.decide(about(), 0, 0).trace)) for _ in range(2))
    assert first[0] == "bobs: user was alice, not bob"
    assert first[1] == "third: this is call 1, not 3"
    assert first[2] == "late: it is 0s since the start, not between 1s and 2s"
    assert first[3].startswith("never: chance 0: drew 0.")
    assert first[4:] == ("takes: fired on call 1", "after: takes came first")
    assert second[4:] == ("takes: it has fired 1 times already", "after: fired on call 2")


CHANCE = rule(chance=0.5, count_by="user")


@given(st.permutations([f"user{nth % 5}" for nth in range(40)]))
def test_chance_does_not_depend_on_what_other_users_do(order: list[str]) -> None:
    apart = {user: fired(armed(CHANCE), [about(user)] * 8) for user in (f"user{nth}" for nth in range(5))}
    together: dict[str, list[str | None]] = {user: [] for user in apart}
    for user, name in zip(order, fired(armed(CHANCE), map(about, order)), strict=True):
        together[user].append(name)
    assert together == apart


def test_chance_is_drawn_for_each_user_anew() -> None:
    drawn = {user: tuple(fired(armed(CHANCE), [about(user)] * 32)) for user in ("alice", "bob", "carol")}
    assert len(set(drawn.values())) == 3


def test_chance_is_the_same_in_every_run_and_another_with_another_seed() -> None:
    assert nths(armed(rule(chance=0.5)), 64) == nths(armed(rule(chance=0.5)), 64)
    assert nths(armed(rule(chance=0.5)), 64) != nths(armed(rule(chance=0.5), seed="other"), 64)
    assert nths(armed(rule("a", chance=0.5)), 64) != nths(armed(rule("b", chance=0.5)), 64)


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 0, 0), (1.0, 2000, 2000), (0.1, 150, 250)])
def test_chance_comes_true_as_often_as_it_says(chance: float, least: int, most: int) -> None:
    assert least <= len(nths(armed(rule(chance=chance)), 2000)) <= most


def test_latency_has_its_percentiles_and_is_the_same_in_every_run() -> None:
    slow = Latency(p50=800, p99=4000)
    drawn = [slow.draw("seed", nth) for nth in range(4000)]
    assert 760 < median(drawn) < 840
    assert 10 <= sum(each > 4000 for each in drawn) <= 80
    assert drawn == [slow.draw("seed", nth) for nth in range(4000)]
    assert all(each > 0 for each in drawn)


def test_latency_without_a_spread_is_exact() -> None:
    assert {Latency(800, 800).draw("seed", nth) for nth in range(10)} == {800}
    assert Latency(0, 0).draw("seed") == 0


def test_the_latency_of_a_rule_that_fires_is_the_delay_of_its_decision() -> None:
    rules = armed(rule(latency=Latency(800, 800), times=1))
    assert [rules.decide(about(), 0, 0).delay for _ in range(2)] == [800, 0]


def test_a_rule_of_the_same_name_is_replaced_where_it_stands_and_counts_from_zero(rules: Rules) -> None:
    rules.replace_all([rule("a", call=Calls("1", 1, 1), count_by="user"), rule("b")])
    fired(rules, [about()] * 3)
    rules.add(rule("a", call=Calls("1", 1, 1), count_by="user"))
    assert [each.name for each in rules.all()] == ["a", "b"]
    assert rules.tally("a").seen == 0
    assert fired(rules, [about()]) == ["a"]


def test_removing_a_rule_forgets_what_it_counted(rules: Rules) -> None:
    rules.replace_all([rule("a", count_by="user"), rule("ab", count_by="user")])
    fired(rules, [about()])
    assert rules.remove("a")
    assert not rules.remove("a")
    assert (rules.tally("a").seen, rules.tally("ab").seen) == (0, 1)
    rules.add(rule("a", call=Calls("1", 1, 1), count_by="user"))
    rules.remove("ab")
    assert fired(rules, [about()]) == ["a"]
