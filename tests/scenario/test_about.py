"""What a scenario says about itself, in Chinese and in English."""

from __future__ import annotations

from typing import Any

import pytest

from mockwx.scenario.about import About
from mockwx.scenario.scenario_parsing import Parsed, parse_scenario


def read(about: Any) -> Parsed:
    return parse_scenario({"mockwx": 1, "name": "down", "about": about})


def about(value: Any) -> About:
    scenario = read(value).scenario
    assert scenario is not None
    return scenario.about


def test_name_purpose_and_advice_are_told_in_both_languages() -> None:
    text = about(
        {
            "zh": {"name": "微信不可用", "purpose": "谁也不放行。", "advice": "稍后再试。"},
            "en": {"purpose": "Nobody is let in.", "advice": "Say: try later."},
        }
    )
    assert str(text.title("down")) == "down | 微信不可用"
    assert str(text.purpose) == "Nobody is let in. | 谁也不放行。"
    assert str(text.advice) == "Say: try later. | 稍后再试。"


def test_a_lone_text_says_both_what_it_is_for_and_what_to_do() -> None:
    text = about({"zh": "不得放行任何人。", "en": "Let nobody in."})
    assert str(text.purpose) == str(text.advice) == "Let nobody in. | 不得放行任何人。"
    assert str(text.title("down")) == "down"


def test_one_language_is_enough_and_none_says_nothing() -> None:
    assert about({"zh": "不得放行任何人。"}).advice.en == "不得放行任何人。"
    assert tuple(map(str, (About().advice, About().purpose, About().title("down")))) == ("", "", "down")


def test_lines_of_a_folded_chinese_text_are_joined_without_a_blank() -> None:
    assert about({"zh": "先看状态码，\n再解析；\n仍有效。"}).purpose.zh == "先看状态码，再解析；仍有效。"
    assert about({"en": "look at\nthe status"}).purpose.zh == "look at the status"


@pytest.mark.parametrize(
    ("value", "path", "what"),
    [
        ("text", ("about",), "map"),
        ({"fr": "non"}, ("about", "fr"), "fr"),
        ({"zh": {"purpos": "x"}}, ("about", "zh", "purpos"), "did you mean 'purpose'?"),
        ({"zh": ""}, ("about", "zh"), "1 to 2000 characters"),
        ({"en": "x" * 2001}, ("about", "en"), "1 to 2000 characters"),
        ({"en": "red \x1b[31m"}, ("about", "en"), "cannot be shown"),
        ({"en": 5}, ("about", "en"), ""),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(value: Any, path: tuple[str, ...], what: str) -> None:
    (finding,) = read(value).findings
    assert what in finding.what
    assert finding.path == path
