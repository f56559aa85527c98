"""Rules from mappings, with JSON pointers for what is wrong, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockwx.core.rules.faults import Refuse
from mockwx.core.rules.rules import Calls, Latency
from mockwx.scenario.language.names import Names
from mockwx.scenario.reading.problems import RuleError
from mockwx.scenario.rule_parsing import parse_rule, parse_rules, rule_as_mapping, rule_from

MINIMAL: dict[str, Any] = {"when": {"api": "token"}, "then": {"errcode": -1}}


def wrong(value: object, names: Names | None = None) -> list[tuple[str, str, str | None]]:
    with pytest.raises(RuleError) as raised:
        parse_rule(value, names or Names())
    return [(each.pointer, each.what.split(" | ")[0], each.suggestion) for each in raised.value.problems]


def calls(value: object) -> Calls | None:
    return parse_rule({"when": {"api": "token", "call": value}, "then": {"errcode": -1}}).when.call


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (2, {2}),
        ("2", {2}),
        ("1..3", {1, 2, 3}),
        ("1 .. 3", {1, 2, 3}),
        ("4..", {4, 5, 6, 7, 8, 9, 10, 11, 12}),
        ("..3", {1, 2, 3}),
        ("3..3", {3}),
        ([1, 3], {1, 3}),
        ([3, 1, 3], {1, 3}),
        ((1, 3), {1, 3}),
        (range(1, 4), {1, 2, 3}),
        ("every 5", {5, 10}),
        ("every  1", set(range(1, 13))),
    ],
)
def test_each_form_of_call_fits_its_calls(value: object, fits: set[int]) -> None:
    found = calls(value)
    assert found is not None
    assert {nth for nth in range(1, 13) if nth in found} == fits


@pytest.mark.parametrize(
    "value",
    [
        0,
        -1,
        "0",
        "0..3",
        "3..1",
        "1...3",
        "1-3",
        "..",
        "",
        "every",
        "every 0",
        "every x",
        "first",
        1.5,
        True,
        [],
        [0],
        [True],
        ["1"],
        [1.5],
        {},
        "1..1e3",
        "١",
        "99999999999",
        10**10,
    ],
)
def test_what_does_not_say_which_calls_is_refused(value: object) -> None:
    ((pointer, _, _),) = wrong({"when": {"api": "token", "call": value}, "then": {"errcode": -1}})
    assert pointer.startswith("/when/call")


def test_a_reversed_range_is_put_right() -> None:
    assert wrong({"when": {"api": "token", "call": "3..1"}, "then": {"errcode": -1}}) == [
        ("/when/call", "'3..1' runs backwards; write 1..3", "1..3")
    ]


@pytest.mark.parametrize(
    "name", ["code2session", "jscode2session", "/sns/jscode2session", "code2Session", "CODE2SESSION"]
)
def test_an_api_is_known_by_all_its_names(name: str) -> None:
    assert parse_rule({"when": {"api": name}, "then": {"errcode": -1}}).when.api == "code2session"


@pytest.mark.parametrize("errcode", [40163, "40163", "code_used", "CODE_USED"])
def test_an_errcode_is_known_by_number_and_name(errcode: object) -> None:
    rule = parse_rule({"when": {"api": "code2session"}, "then": {"errcode": errcode}})
    assert isinstance(rule.fault, Refuse)
    assert rule.fault.errcode.code == 40163


def test_a_rule_that_says_everything_comes_back_as_it_was() -> None:
    mapping = {
        "name": "all",
        "when": {
            "api": "code2session",
            "app": "shop",
            "user": "alice",
            "call": "2..",
            "count_by": "user",
            "chance": 0.5,
            "between": ["10s", "1m"],
        },
        "then": {"errcode": -1, "errmsg": "busy", "latency": {"p50": "800ms", "p99": "4s"}, "commit": True},
        "times": 3,
    }
    rule = parse_rule(mapping)
    assert rule.when.between == (10_000, 60_000)
    assert rule.latency == Latency(800, 4000)
    assert rule_as_mapping(rule) == mapping
    assert parse_rule(json.loads(json.dumps(rule_as_mapping(rule)))) == rule


@pytest.mark.parametrize("call", [2, "1..3", "4..", [1, 3], "every 5"])
def test_every_form_of_call_comes_back(call: object) -> None:
    rule = parse_rule({"when": {"api": "token", "call": call}, "then": {"latency": "1s"}})
    assert rule_as_mapping(rule) == {
        "name": "token#1",
        "when": {"api": "token", "call": call},
        "then": {"latency": "1s"},
    }


def test_latency_alone_is_slow_but_well() -> None:
    rule = parse_rule({"when": {"api": "token"}, "then": {"latency": "800ms"}})
    assert (rule.fault, rule.latency) == (None, Latency(800, 800))


def test_the_short_form_of_python_is_the_same_rule() -> None:
    short = {"api": "token", "user": None, "call": 2, "errcode": "system_error", "commit": True, "times": 1}
    long = {"when": {"api": "token", "call": 2}, "then": {"errcode": -1, "commit": True}, "times": 1}
    assert rule_from(short) == rule_from(long) == parse_rule(long)
    with pytest.raises(RuleError, match="there is no key 'colour'"):
        rule_from({"api": "token", "errcode": -1, "colour": 1})


def test_a_nameless_rule_gets_a_name_that_is_free() -> None:
    assert parse_rule(MINIMAL).name == "token#1"
    assert parse_rule(MINIMAL, taken=("token#1", "token#2")).name == "token#3"
    assert parse_rule({"name": "mine", **MINIMAL}, taken=("mine",)).name == "mine"


def test_nameless_rules_are_called_by_their_place() -> None:
    rules = [
        {"name": "code2session#2", "when": {"api": "token", "call": 1}, "then": {"errcode": -1}},
        {"when": {"api": "code2session", "call": 1}, "then": {"errcode": -1}},
        {"when": {"api": "code2session"}, "then": {"errcode": -1}},
        {"name": None, "when": {"api": "token"}, "then": {"errcode": -1}},
    ]
    names = [rule.name for rule in parse_rules(rules)]
    assert names == ["code2session#2", "code2session#3", "code2session#4", "token#4"]
