"""Ready scenarios say what they are about in two languages, each in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockwx.scenario import loader, ready_scenarios

READY = sorted(ready_scenarios.folder().glob("*.yaml"))
FOUR_ENGLISH_WORDS = re.compile(r"(?:[A-Za-z'’]+[ ,:]+){3}[A-Za-z]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_neither_language_stands_in_the_place_of_the_other(path: Path) -> None:
    scenario = loader.load(path).scenario
    for text in (scenario.about.title(scenario.name), scenario.about.purpose, scenario.about.advice):
        assert CHINESE.search(text.zh), text.zh
        assert not FOUR_ENGLISH_WORDS.search(text.zh), text.zh
        assert " " in text.en, text.en
        # Names of people may be Chinese in an English sentence.
        assert not re.search(r"[\u4e00-\u9fff]{4}|[，。：；]", text.en), text.en
