"""Did you mean …? The nearest of the known words to a wrong one, and the sentence about a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import printable


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
