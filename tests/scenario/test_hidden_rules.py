"""A rule that can never fire, because one above takes all its calls, is a mistake."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwx.core.rules.rules import Calls
from mockwx.scenario.language.call_numbers import covers, parse_calls
from mockwx.scenario.loader import ScenarioError, from_mapping
from mockwx.scenario.reading.problems import RuleError
from mockwx.scenario.rule_parsing import parse_rules


def rule(when: dict[str, Any], times: int | None = None) -> dict[str, Any]:
    return {"when": {"api": "code2session"} | when, "then": {"errcode": -1}, "times": times}


def hides(above: dict[str, Any], below: dict[str, Any], **more: Any) -> bool:
    try:
        parse_rules([rule(above, **more), rule(below)])
    except RuleError as error:
        return [(each.pointer, "can never fire" in each.what) for each in error.problems] == [("/1", True)]
    return False


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ({}, {}),
        ({}, {"user": "alice"}),
        ({}, {"app": "shop", "call": "1..3", "chance": 0.5, "between": ["1s", "2s"]}),
        ({"user": "alice"}, {"user": "alice", "call": 3}),
        ({"chance": 1}, {}),
        ({"call": "1.."}, {"user": "alice"}),
        ({"call": "every 1"}, {}),
        ({"call": "1..3"}, {"call": "1..3"}),
        ({"call": "1..3"}, {"call": 2}),
        ({"call": "2.."}, {"call": [2, 7]}),
        ({"call": "every 2"}, {"call": "every 4"}),
        ({"call": "1..3", "count_by": "user"}, {"call": [1, 2], "count_by": "user"}),
        ({"between": ["1s", "9s"]}, {"between": ["2s", "3s"]}),
    ],
)
def test_a_wider_rule_above_hides_a_narrower_one(above: dict[str, Any], below: dict[str, Any]) -> None:
    assert hides(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ({"user": "alice"}, {}),
        ({"user": "alice"}, {"user": "bob"}),
        ({"app": "shop"}, {"user": "bob"}),
        ({"chance": 0.9}, {}),
        ({"call": "1..3"}, {}),
        ({"call": "1..3"}, {"call": "2..4"}),
        ({"call": "1..3"}, {"call": 2, "user": "alice"}),
        ({"call": "1..3", "count_by": "user"}, {"call": 2}),
        ({"between": ["1s", "9s"]}, {}),
        ({"between": ["1s", "9s"]}, {"between": ["2s", "10s"]}),
        ({"api": "token"}, {}),
    ],
)
def test_a_rule_that_leaves_calls_over_hides_nothing(above: dict[str, Any], below: dict[str, Any]) -> None:
    assert not hides(above, below)


def test_a_rule_that_fires_a_few_times_hides_nothing() -> None:
    assert not hides({}, {}, times=3)


def test_the_problem_names_the_rule_that_hides() -> None:
    with pytest.raises(ScenarioError, match=r"rules\[1\]: this rule can never fire: all above it takes every call"):
        from_mapping({"rules": [rule({}) | {"name": "all"}, rule({"user": "alice"})]})


def test_rules_that_are_played_one_by_one_hide_nothing() -> None:
    assert len(from_mapping({"each": "rule", "rules": [rule({}), rule({})]}).scenario.rules) == 2


forms = st.one_of(
    st.integers(1, 9),
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
    st.integers(1, 4).map(lambda n: f"every {n}"),
    st.tuples(st.integers(1, 9), st.integers(0, 3)).map(lambda t: f"{t[0]}..{t[0] + t[1]}"),
    st.integers(1, 9).map(lambda n: f"{n}.."),
).map(parse_calls)


@given(wide=forms, narrow=forms)
def test_covering_means_that_no_call_is_left_over(wide: Calls, narrow: Calls) -> None:
    left_over = [nth for nth in range(1, 40) if nth in narrow and nth not in wide]
    if covers(wide, narrow):
        assert not left_over
    assert covers(wide, wide)
