"""Durations as people write them: 5m1s, 800ms, 3d."""

from __future__ import annotations

import re

from mockwx.core.text.bilingual import both

UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
LONGEST = 36_500 * UNITS["d"]
"""A century; whoever writes more has slipped."""
_WHOLE = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")


def parse_duration(text: object) -> int:
    """Milliseconds of ``5m1s``, ``1.5h``, ``800ms``; ``ValueError`` says what to write instead.

    A bare number is refused, since nobody can tell its unit.
    """
    milliseconds = _read(text)
    if milliseconds is None or milliseconds > LONGEST:
        raise ValueError(
            both(
                f"{text!r} is not a duration; write a number with its unit, such as 5m1s, 800ms, 2h or 3d",
                f"{text!r} 不是时长；请写带单位的数字，例如 5m1s、800ms、2h、3d",
            )
        )
    return round(milliseconds)


def _read(text: object) -> float | None:
    if not isinstance(text, str) or not _WHOLE.fullmatch(text):
        return None
    return sum(float(number) * UNITS[unit] for number, unit in _PART.findall(text))


def spell_duration(milliseconds: int) -> str:
    """The shortest spelling that ``parse_duration`` reads back: ``301000`` is ``5m1s``."""
    if milliseconds == 0:
        return "0s"
    words = []
    rest = milliseconds
    for unit in ("d", "h", "m", "s", "ms"):
        count, rest = divmod(rest, UNITS[unit])
        if count:
            words.append(f"{count}{unit}")
    return "".join(words)
