"""Which calls a rule is for: ``2``, ``1..3``, ``4..``, ``..3``, ``[1, 3]``, ``every 5``."""

from __future__ import annotations

import re

from mockwx.core.rules.rules import Calls
from mockwx.core.text.bilingual import both
from mockwx.core.text.spans import Backwards, ends
from mockwx.scenario.reading.problems import Wrong

_EVERY = re.compile(r"every\s+([0-9]{1,9})")
MAX = 999_999_999


def parse_calls(value: object) -> Calls:
    if isinstance(value, list):
        return _listed(value)
    if isinstance(value, int) and not isinstance(value, bool):
        nth = _counted(value)
        return Calls(str(nth), nth, nth)
    text = value.strip() if isinstance(value, str) else ""
    if match := _EVERY.fullmatch(text):
        return Calls(text, every=_counted(int(match[1])))
    try:
        first_and_last = ends(text)
    except Backwards as error:
        raise Wrong(str(error), error.turned) from None
    if first_and_last is not None:
        first, last = (None if end is None else _counted(end) for end in first_and_last)
        return Calls(text, first or 1, last)
    shown = repr(value)[:60]
    raise Wrong(
        both(
            f"{shown} does not say which calls; write 2, 1..3, 4.., ..3, [1, 3] or every 5",
            f"{shown} 不能表示第几次调用；请写成 2、1..3、4..、..3、[1, 3] 或 every 5",
        )
    )


def _listed(values: list[object]) -> Calls:
    for nth, number in enumerate(values):
        if isinstance(number, bool) or not isinstance(number, int):
            raise Wrong(
                both("a list of calls holds numbers, such as [1, 3]", "调用列表里只能写数字，例如 [1, 3]"),
                under=(nth,),
            )
    if not values:
        raise Wrong(both("an empty list of calls never fits", "空的调用列表永远不会匹配"))
    numbers = sorted({_counted(number) for number in values if isinstance(number, int)})
    return Calls(str(numbers), listed=tuple(numbers))


def _counted(nth: int) -> int:
    if nth < 1:
        raise Wrong(both("calls are counted from 1", "调用次数从 1 开始数"))
    if nth > MAX:
        raise Wrong(both(f"calls are counted up to {MAX}", f"调用次数最多数到 {MAX}"))
    return nth


def spell_calls(calls: Calls) -> int | str | list[int]:
    """The inverse of ``parse_calls``."""
    if calls.every is not None:
        return f"every {calls.every}"
    if calls.listed is not None:
        return list(calls.listed)
    if calls.last is None:
        return f"{calls.first}.."
    return calls.first if calls.first == calls.last else f"{calls.first}..{calls.last}"


def covers(wide: Calls | None, narrow: Calls | None) -> bool:
    """Whether every call of ``narrow`` is one of ``wide``, where both count the same calls."""
    if wide is None or wide.every == 1:
        return True
    if wide.listed is not None:
        return narrow is not None and _counts(narrow, len(wide.listed)) and all(n in wide for n in _each(narrow))
    if wide.every is not None:
        if narrow is None or _counts(narrow, 1):
            return narrow is not None and all(n in wide for n in _each(narrow))
        return narrow.every is not None and narrow.every % wide.every == 0
    if narrow is None:
        return wide.first == 1 and wide.last is None
    first = narrow.every or (narrow.listed or (narrow.first,))[0]
    last = None if narrow.every else narrow.listed[-1] if narrow.listed else narrow.last
    return wide.first <= first and (wide.last is None or (last is not None and last <= wide.last))


def _counts(calls: Calls, most: int) -> bool:
    """Whether they are so few that each can be looked at."""
    if calls.every is not None:
        return False
    if calls.listed is not None:
        return True
    return calls.last is not None and calls.last - calls.first < most


def _each(calls: Calls) -> tuple[int, ...]:
    if calls.listed is not None:
        return calls.listed
    return tuple(range(calls.first, (calls.last or calls.first) + 1))
