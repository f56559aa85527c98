"""Every text about a verb and its arguments is there in Chinese too."""

from __future__ import annotations

import re

import pytest

from mockwx.scenario.language.schema import schema
from mockwx.verbs import VERBS
from mockwx.verbs.chinese import CHINESE, verb_text

TEXTS = sorted({text for verb in VERBS.values() for text in (verb.en, *(arg.en for arg in verb.args))})


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_its_chinese(text: str) -> None:
    assert text in CHINESE, f"give {text!r} its Chinese in verbs/chinese.py"
    # Words that are the same in both languages stay: an instant as an example, a name of WeChat's.
    assert re.search("[\u4e00-\u9fff]", verb_text(text).zh)


def test_the_editor_shows_both() -> None:
    login = schema()["properties"]["steps"]["anyOf"][0]["items"]["properties"]["phone.login"]
    assert login["description"].startswith("what wx.login gives")
    assert "五分钟内有效" in login["description"]
