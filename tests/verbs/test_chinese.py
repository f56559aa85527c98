"""Every text about a verb and its arguments is there in Chinese too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases import each_case

from mockwx.scenario.language.schema import schema
from mockwx.verbs import VERBS
from mockwx.verbs.chinese import CHINESE, verb_text

TEXTS = sorted({text for verb in VERBS.values() for text in (verb.en, *(arg.en for arg in verb.args))})


def test_a_text_has_its_chinese() -> None:
    with each_case() as case:
        for text in TEXTS:
            with case(text):
                assert text in CHINESE, f"mockwx/verbs/chinese.py: give {text!r} its Chinese in CHINESE"
                # Words that are the same in both languages stay: an instant as an example, a name of WeChat's.
                assert re.search("[\u4e00-\u9fff]", verb_text(text).zh)


def test_the_editor_shows_both() -> None:
    login = schema()["properties"]["steps"]["anyOf"][0]["items"]["properties"]["phone.login"]
    assert login["description"].startswith("what wx.login gives")
    assert "五分钟内有效" in login["description"]


def test_no_text_of_the_schema_is_in_english_alone() -> None:
    def descriptions(value: object) -> Iterator[str]:
        match value:
            case dict():
                if isinstance(text := value.get("description"), str):
                    yield text
                for part in value.values():
                    yield from descriptions(part)
            case list():
                for part in value:
                    yield from descriptions(part)

    assert [text for text in descriptions(schema()) if not re.search("[\u4e00-\u9fff]", text)] == []
