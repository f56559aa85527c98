from __future__ import annotations

import pytest

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import nearest, unknown


@pytest.mark.parametrize(
    ("wrong", "guess"),
    [
        ("code2sesion", "code2session"),
        ("CODE2SESSION", "code2session"),
        ("tokn", "token"),
        ("zzzzzz", None),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_the_nearest_word_is_found_or_none_is_claimed(wrong: object, guess: str | None) -> None:
    assert nearest(wrong, ["code2session", "token", "stable_token"]) == guess


def test_the_nearest_word_keeps_its_own_spelling() -> None:
    assert nearest("getphonenumbr", ["getPhoneNumber"]) == "getPhoneNumber"


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert nearest("x", []) is None


def test_an_unknown_name_is_told_with_the_nearest_one_in_both_languages() -> None:
    text = unknown("app", " app ", "shp", ["shop", "club"])
    assert "did you mean 'shop'?" in text
    assert "是否想写 'shop'？" in text


def test_an_unknown_name_without_a_near_one_is_told_with_a_dozen_of_the_known() -> None:
    text = unknown("app", " app ", "zzz", [f"shop{nth}" for nth in range(20)])
    assert "shop11" in text
    assert "shop12" not in text
    assert "…" in text


def test_an_unknown_name_in_an_empty_world_is_told_plainly() -> None:
    assert unknown("app", " app ", "x", []) == both("there is no app 'x'", "没有名为 'x' 的 app ")
