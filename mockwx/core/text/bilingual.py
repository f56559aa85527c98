"""Sentences for people, in English and in Chinese side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from mockwx.core.text.printable import printable

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


def nearest(wrong: object, known: Iterable[str]) -> str | None:
    """The known word that looks most like ``wrong``, or None if none is close."""
    return _nearest(wrong, tuple(known)) if isinstance(wrong, str) else None


@lru_cache(maxsize=1024)
def _nearest(wrong: str, known: tuple[str, ...]) -> str | None:
    """Remembered, for one mistake is often made many times, and each look takes as long as a call of WeChat's."""
    # Loaded on first use: only a mistake needs it.
    from difflib import get_close_matches

    names = {name.lower(): name for name in known}
    matches = get_close_matches(wrong.lower(), names, n=1, cutoff=0.6)
    return names[matches[0]] if matches else None


def did_you_mean(spelled: str | None) -> tuple[str, str]:
    """How a sentence about a wrong word ends, in English and in Chinese; with nothing to suggest, both are empty."""
    return (f"; did you mean {spelled}?", f"，是否想写 {spelled}？") if spelled is not None else ("", "")


def unknown(what_en: str, what_zh: str, wrong: object, known: Iterable[str]) -> str:
    """The sentence for a name that does not exist, with the nearest one or all of them."""
    known = list(known)
    guess = nearest(wrong, known)
    if guess is not None or not known:
        en, zh = did_you_mean(None if guess is None else repr(guess))
        return both(f"there is no {what_en} {wrong!r}{en}", f"没有名为 {wrong!r} 的{what_zh}{zh}")
    some = ", ".join(map(printable, known[:12]))
    some += ", …" if len(known) > 12 else ""
    return both(
        f"there is no {what_en} {wrong!r}; known: {some}",
        f"没有名为 {wrong!r} 的{what_zh}；可用：{some}",
    )
