from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
import requests

from mockwx import MockWx

BUSY = {"when": {"api": "code2session"}, "then": {"errcode": -1}}


def exchange(mockwx: MockWx, code: str = "nothing") -> requests.Response:
    query = {"appid": mockwx.app.appid, "secret": mockwx.app.secret, "js_code": code}
    query["grant_type"] = "authorization_code"
    return requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=60)


def test_a_rule_is_added_below_the_others_and_told_with_its_hits(mockwx: MockWx, control: Any) -> None:
    control("POST", "rules", {"name": "a", "when": {"api": "code2session", "call": "2"}, "then": {"errcode": 45011}})
    added = control("POST", "rules", {"name": "b", **BUSY}).json()
    assert (added["name"], added["seen"], added["hits"]) == ("b", 0, 0)
    assert [exchange(mockwx).json()["errcode"] for _ in range(3)] == [-1, 45011, -1]
    told = control("GET", "rules").json()["rules"]
    assert [(each["name"], each["seen"], each["hits"]) for each in told] == [("a", 3, 1), ("b", 3, 2)]


def test_a_rule_is_told_in_the_words_in_which_it_was_given(control: Any) -> None:
    rule = {
        "name": "everything",
        "when": {"api": "code2session", "user": "alice", "app": "shop", "call": "1..3", "count_by": "user"},
        "then": {"errcode": -1, "errmsg": "no", "latency": "800ms", "commit": True},
        "times": 2,
    }
    told = control("POST", "rules", rule).json()
    told = {key: told[key] for key in told if key not in ("seen", "hits", "warnings")}
    assert told == rule
    assert control("PUT", "rules", [told]).json()["rules"][0]["when"] == rule["when"]


@pytest.mark.parametrize("api", ["code2session", "/sns/jscode2session", "jscode2session", "CODE2SESSION"])
def test_a_rule_takes_the_api_by_name_or_path(mockwx: MockWx, control: Any, api: str) -> None:
    control("POST", "rules", {"when": {"api": api}, "then": {"errcode": "system_error"}})
    assert exchange(mockwx).json()["errcode"] == -1


def test_a_rule_of_the_same_name_is_replaced_where_it_stands(mockwx: MockWx, control: Any) -> None:
    control("PUT", "rules", [{"name": "a", **BUSY}, {"name": "b", "when": {"api": "token"}, "then": {"errcode": -1}}])
    exchange(mockwx)
    control("POST", "rules", {"name": "a", "when": {"api": "code2session"}, "then": {"errcode": 45011}})
    told = control("GET", "rules").json()["rules"]
    assert [(each["name"], each["hits"]) for each in told] == [("a", 0), ("b", 0)]
    assert exchange(mockwx).json()["errcode"] == 45011


def test_rules_without_a_name_get_different_ones(control: Any) -> None:
    names = {control("POST", "rules", BUSY).json()["name"] for _ in range(3)}
    assert len(names) == 3


def test_all_rules_are_replaced_or_removed_at_once(mockwx: MockWx, control: Any) -> None:
    control("POST", "rules", {"name": "a", **BUSY})
    replaced = control("PUT", "rules", {"rules": [{"name": "b", **BUSY}]}).json()["rules"]
    assert [each["name"] for each in replaced] == ["b"]
    assert control("DELETE", "rules").json() == {"removed": ["b"]}
    assert control("GET", "rules").json() == {"rules": []}
    assert exchange(mockwx).json()["errcode"] == 40029


@pytest.mark.parametrize("name", ["busy", "code2session#1", "微信 忙", "100%", "a b?c"])
def test_a_rule_is_removed_by_its_name_whatever_it_is_called(mockwx: MockWx, name: str) -> None:
    assert mockwx.rule("code2session", name=name, errcode=-1) == name
    mockwx.remove_rule(name)
    assert mockwx.rules == []
    mockwx.rule("code2session", name=name, errcode=-1)
    remote = MockWx.connect(mockwx.url)
    remote.remove_rule(name)
    assert mockwx.rules == []


def test_a_bad_rule_is_422_with_pointer_reason_and_suggestion(control: Any) -> None:
    answer = control("POST", "rules", {"when": {"api": "code2sesion"}, "then": {"errcode": 45111}})
    assert answer.status_code == 422
    found = answer.json()
    assert found["pointer"] == found["where"] == "/when/api"
    assert found["suggestion"] == "code2session"
    assert "did you mean 'code2session'" in found["reason"]
    assert [each["pointer"] for each in found["problems"]] == ["/when/api", "/then/errcode"]


def test_an_answer_carries_its_number_and_the_name_of_its_rule(mockwx: MockWx) -> None:
    assert exchange(mockwx).headers["X-Mockwx-Trace"] == "1"
    mockwx.rule("code2session", name="busy#1", errcode=-1, times=1)
    assert exchange(mockwx).headers["X-Mockwx-Trace"] == "2; rule=busy#1"
    mockwx.rule("code2session", name="微信很忙; x=1", errcode=-1)
    trace = exchange(mockwx).headers["X-Mockwx-Trace"]
    assert trace.isascii()
    assert unquote(trace) == "3; rule=微信很忙; x=1"


def test_a_path_where_nothing_lives_carries_its_number_too(mockwx: MockWx) -> None:
    assert requests.get(f"{mockwx.url}/nowhere", timeout=60).headers["X-Mockwx-Trace"] == "1"
