"""What is wrong with a rule that came over HTTP or from Python: pointer, reason, suggestion."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mockwx.core.rules.rules import Rule
from mockwx.scenario.language.names import Names
from mockwx.scenario.reading.problems import RuleError
from mockwx.scenario.rule_parsing import parse_rule, parse_rules

MINIMAL: dict[str, Any] = {"when": {"api": "token"}, "then": {"errcode": -1}}
NO_OUTCOME = (
    "then has no outcome; write for example errcode: 45011, http: 502, net: reset, body: {truncate: 40}, "
    "do: [wechat.rotate_session_key], or latency: 800ms"
)


def wrong(value: object, names: Names | None = None) -> list[tuple[str, str, str | None]]:
    with pytest.raises(RuleError) as raised:
        parse_rule(value, names or Names())
    return [(each.pointer, each.what.split(" | ")[0], each.suggestion) for each in raised.value.problems]


@pytest.mark.parametrize(
    ("then", "pointer", "what"),
    [
        ({}, "/then", NO_OUTCOME),
        ({"errmsg": "x"}, "/then", NO_OUTCOME),
        ({"commit": True}, "/then", NO_OUTCOME),
        (
            {"errcode": -1, "net": "reset"},
            "/then/net",
            "then holds several outcomes: errcode and net; keep one, and write another rule for the other",
        ),
        (
            {"net": "reset", "http": 502, "body": "x"},
            "/then/net",
            "then holds several outcomes: http and net; keep one, and write another rule for the other",
        ),
        (
            {"errcode": -1, "http": 502, "net": "reset", "do": ["wechat.pay"]},
            "/then/http",
            (
                "then holds several outcomes: errcode and http and net and do; keep one, "
                "and write another rule for the other"
            ),
        ),
        (
            {"errcode": -1, "body": {"truncate": 1}},
            "/then/body",
            "then holds several outcomes: errcode and body; keep one, and write another rule for the other",
        ),
        (
            {"do": ["wechat.pay"], "body": {"truncate": 1}},
            "/then/do",
            "then holds several outcomes: body and do; keep one, and write another rule for the other",
        ),
        ({"http": 502, "errmsg": "x"}, "/then/errmsg", "errmsg goes with errcode only"),
        ({"latency": "1s", "errmsg": "x"}, "/then/errmsg", "errmsg goes with errcode only"),
        (
            {"latency": "1s", "commit": True},
            "/then/commit",
            "commit goes with an outcome: without one WeChat does its work anyway",
        ),
        ({"errcode": None}, "/then/errcode", "an errcode is a number or a name, such as 45011 or code_used"),
        ({"errcode": True}, "/then/errcode", "an errcode is a number or a name, such as 45011 or code_used"),
        (
            {"errcode": 0},
            "/then/errcode",
            "errcode 0 means success and is no fault; leave the rule away, or keep its latency alone",
        ),
        ({"errcode": "zzzzz"}, "/then/errcode", "there is no errcode 'zzzzz'; see: mockwx errcode"),
        ({"latency": 800}, "/then/latency", None),
        ({"latency": "2h"}, "/then/latency", "'2h' is too long; at most 1h"),
        ({"latency": {"p50": "1s"}}, "/then/latency", None),
        ({"latency": {"p50": "1s", "p99": "1ms"}}, "/then/latency/p99", "p99 is shorter than p50"),
        ({"latency": {"p50": "0s", "p99": "1s"}}, "/then/latency/p50", "p50 must be longer than 0 where p99 is"),
        (
            {"latency": {"p50": "1s", "p98": "1s"}},
            "/then/latency/p98",
            "there is no key 'p98'; did you mean 'p99'?",
        ),
        ({"latency": {"p50": 1, "p99": "1s"}}, "/then/latency/p50", None),
    ],
)
def test_then_says_exactly_one_thing(then: object, pointer: str, what: str | None) -> None:
    found = wrong({"when": {"api": "token"}, "then": then})
    assert found[0][0] == pointer
    if what is not None:
        assert found[0][1] == what


@pytest.mark.parametrize(
    ("when", "pointer", "what", "suggestion"),
    [
        ({}, "/when", "api is missing; write for example api: code2session", None),
        ({"api": "tokn"}, "/when/api", "there is no api 'tokn'; did you mean 'token'?", "token"),
        ({"api": 3}, "/when/api", 'text is wanted, not the number 3; quote it: "3"', None),
        ({"user": "alise"}, "/when/user", "there is no user 'alise'; did you mean 'alice'?", "alice"),
        ({"app": "shp"}, "/when/app", "there is no app 'shp'; did you mean 'shop'?", "shop"),
        ({"chance": 1.5}, "/when/chance", "at most 1.0, not the number 1.5", None),
        ({"chance": math.nan}, "/when/chance", None, None),
        ({"chance": True}, "/when/chance", None, None),
        (
            {"count_by": "usr"},
            "/when/count_by",
            "'usr' is not one of rule, user, app, code; did you mean 'user'?",
            "user",
        ),
        ({"between": ["1s"]}, "/when/between", "between takes two durations since the start: [10s, 1m]", None),
        ({"between": ["1s", 5]}, "/when/between/1", None, None),
        ({"between": ["5s", "5s"]}, "/when/between", "the second time must be later than the first", None),
        ({"usr": "x"}, "/when/usr", "there is no key 'usr'; did you mean 'user'?", "user"),
        ({"errcode": 3}, "/when/errcode", None, None),
    ],
)
def test_when_is_checked_with_pointer_and_suggestion(
    when: dict[str, Any], pointer: str, what: str | None, suggestion: str | None
) -> None:
    if when:
        when = {"api": "token"} | when
    ((at, said, guess),) = wrong({"when": when, "then": {"errcode": -1}}, Names(("shop",), {}, ("alice", "bob")))
    assert (at, guess) == (pointer, suggestion)
    if what is not None:
        assert said == what


def test_an_unknown_errcode_suggests_the_nearest() -> None:
    assert wrong({"when": {"api": "token"}, "then": {"errcode": 45111}})[0][1:] == (
        "there is no errcode '45111'; did you mean 45011 (minute_quota: too many calls within the minute)?",
        "45011",
    )
    assert wrong({"when": {"api": "token"}, "then": {"errcode": "code_usd"}})[0][2] == "code_used"


def test_everything_wrong_is_told_at_once() -> None:
    found = wrong({"when": {"api": "tokn", "call": 0}, "then": {"errcode": 12, "http": 3}, "times": 0, "a/b": 1})
    assert {pointer for pointer, _, _ in found} == {
        "/when/api",
        "/when/call",
        "/then/errcode",
        "/then/http",
        "/times",
        "/a~1b",
    }


@pytest.mark.parametrize("value", [None, [], "x", 3, {1: 2}, {"when": object()}, {"name": "\ud800"}, 1 << 64])
def test_what_is_no_rule_is_refused(value: object) -> None:
    assert wrong(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: dict[str, Any] = {}
    loop["when"] = loop["then"] = loop
    ((pointer, what, _),) = wrong(loop)
    assert (pointer, what) == ("/when/when/when", "this is too large or nested too deep")


@pytest.mark.parametrize("name", ["a/b", "", " a", "a\nb", "x" * 101])
def test_a_name_survives_in_urls_and_headers(name: str) -> None:
    assert wrong({"name": name, **MINIMAL})[0][0] == "/name"


def test_a_list_of_rules_points_into_the_list() -> None:
    with pytest.raises(RuleError) as raised:
        parse_rules([MINIMAL, {"when": {"api": "tokn"}, "then": {}}, MINIMAL])
    assert [each.pointer for each in raised.value.problems] == ["/1/when/api", "/1/then", "/2"]
    with pytest.raises(RuleError, match="a list of rules is wanted"):
        parse_rules({})
    with pytest.raises(RuleError, match="more than 1000 rules"):
        parse_rules([MINIMAL] * 1001)
    assert parse_rules([]) == ()


def test_rules_are_values() -> None:
    assert isinstance(parse_rule(MINIMAL), Rule)
    assert parse_rule(MINIMAL) == parse_rule(MINIMAL)
