"""$name in steps and actions."""

from __future__ import annotations

from typing import Any

import pytest

from mockwx.play.variables import Scope, UnknownVariable

KNOWN = {"code": "c0de", "phone": {"iv": "abc", "list": [{"n": 1}]}, "count": 3, "none": None, "城市": "广州"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("plain", "plain"),
        ("$code", "c0de"),
        ("${code}", "c0de"),
        ("Bearer $code", "Bearer c0de"),
        ("$code.", "c0de."),
        ("${code}x", "c0dex"),
        ("$$code", "$code"),
        ("costs $$5", "costs $5"),
        ("$count", 3),
        ("n=$count", "n=3"),
        ("$none", None),
        ("n=$none", "n=null"),
        ("$phone", KNOWN["phone"]),
        ("$phone.iv", "abc"),
        ("${phone.iv}!", "abc!"),
        ("$phone.list.0.n", 1),
        ("$城市", "广州"),
        ({"a": ["$code", 1, True]}, {"a": ["c0de", 1, True]}),
    ],
)
def test_a_variable_alone_is_its_value_and_within_a_text_it_is_text(written: Any, meant: Any) -> None:
    assert Scope(KNOWN).fill(written) == meant


def test_the_first_scope_that_knows_a_name_wins() -> None:
    assert Scope({"code": 1}, {"code": 2, "other": 3}).fill(["$code", "$other"]) == [1, 3]


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("$cod", "did you mean 'code'?"),
        ("$zzz", "known: code, phone"),
        ("$phone.vi", "$phone.vi: there is no 'vi' in it; known: iv, list"),
        ("$code.x", "$code.x: there is no 'x' in it"),
        ("$phone.list.7", "there is no '7' in it"),
    ],
)
def test_an_unknown_name_is_answered_with_what_is_known(written: str, what: str) -> None:
    with pytest.raises(UnknownVariable, match="there is no") as raised:
        Scope(KNOWN).fill(written)
    assert what in str(raised.value)
