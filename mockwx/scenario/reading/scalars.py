"""Plain scalars: which of them are null, true, false or a number; all others are texts."""

from __future__ import annotations

import math
import re

from mockwx.core.text.bilingual import both
from mockwx.scenario.reading.problems import Wrong

_WORDS = {"": None, "null": None, "true": True, "false": False}
_INT = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain_value(text: str) -> str | int | float | bool | None:
    """What an unquoted text means. ``0123``, ``0x10``, ``+5``, ``1_000``, ``12:30`` and ``.5`` are no numbers."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        if len(text) <= 19:
            return int(text)
    elif not _FLOAT.fullmatch(text):
        return sound_text(text)
    elif math.isfinite(number := float(text)):
        return number
    raise Wrong(
        both(
            "this number is too large; if it is a text, put it in quotes",
            "这个数字太大；如果是文本，请加引号",
        )
    )


def sound_text(text: str) -> str:
    """JSON writes 😀 as two escapes, which PyYAML leaves as two halves."""
    if not _SURROGATE.search(text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise Wrong(both("half a character is escaped here", "这里的转义只有半个字符")) from None
