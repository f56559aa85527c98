"""Paths into JSON, and values that are the same."""

from __future__ import annotations

from typing import Any

import pytest

from mockwx.play.json_paths import NOTHING, look, same
from mockwx.scenario.language.play_values import json_path

ANSWER = {"user": {"id": 7, "names": ["a", "b"]}, "a.b": 1, "with space": None, "码": 2}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", ANSWER),
        ("$.user.id", 7),
        ("$.user.names[1]", "b"),
        ("$.user.names[-1]", "b"),
        ("$['a.b']", 1),
        ("$['with space']", None),
        ("$.码", 2),
        ("$.user.names[2]", NOTHING),
        ("$.user.names.id", NOTHING),
        ("$.nobody", NOTHING),
        ("$[0]", NOTHING),
        ("$.user.id.x", NOTHING),
    ],
)
def test_a_path_leads_to_a_value_or_to_nothing(path: str, value: Any) -> None:
    assert look(json_path(path), ANSWER) == value


@pytest.mark.parametrize("path", ["", "$user", "$.", "$.a b", "$[x]", "$.a..b", 5, None])
def test_what_is_no_path_is_refused_with_an_example(path: object) -> None:
    with pytest.raises(ValueError, match=r"is no path into JSON; write \$.user.id"):
        json_path(path)


def test_a_path_without_its_dollar_is_refused_with_the_one_that_is_meant() -> None:
    with pytest.raises(ValueError, match=r"'user' is no path into JSON; write \$.user \|"):
        json_path("user")


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        ("1", 1, False),
        (None, None, True),
        ([1, {"a": 2}], [1, {"a": 2}], True),
        ([1], [True], False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        (NOTHING, None, False),
    ],
)
def test_values_are_the_same_as_in_json(one: Any, other: Any, are: bool) -> None:
    assert same(one, other) is are
    assert same(other, one) is are
