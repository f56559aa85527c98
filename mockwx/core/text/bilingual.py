"""Sentences for people, in English and in Chinese side by side."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Language = Literal["zh", "en", "both"]
"""What a report is written in."""
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def both(en: str, zh: str) -> str:
    """One line that serves both readers. Most users read Chinese first; issue trackers and logs want English."""
    return f"{en} | {zh}"


class Text(Struct, frozen=True):
    """A sentence that can be told in either language, or in both."""

    en: str
    zh: str

    @classmethod
    def alike(cls, text: str) -> Text:
        """What is the same in every language: names, values, words of others."""
        return cls(text, text)

    @classmethod
    def of(cls, sentence: str) -> Text:
        """What ``both`` has joined, taken apart again; any other text stays whole. Not for words of others."""
        en, separator, zh = sentence.rpartition(" | ")
        return cls(en, zh) if separator and _CHINESE.search(zh) else cls.alike(sentence)

    def told(self, language: Language) -> str:
        if self.en == self.zh or language == "en":
            return self.en
        return self.zh if language == "zh" else both(self.en, self.zh)

    def __str__(self) -> str:
        return self.told("both")
