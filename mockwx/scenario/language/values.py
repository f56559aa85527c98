"""The single values of a scenario: what each takes, and what to write instead of what it does not take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from ipaddress import ip_network
from typing import TypeVar

from mockwx.core.clock import parse_instant
from mockwx.core.rules.hold_count import LIMIT, LONGEST, MOST_HELD, Hold
from mockwx.core.rules.rules import Latency
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import parse_duration, spell_duration
from mockwx.core.text.output_escaping import cut
from mockwx.core.tokens.quotas import Window, parse_rate
from mockwx.scenario.language.names import no_such
from mockwx.scenario.reading.problems import Wrong

MAX_LATENCY = 3_600_000

E = TypeVar("E", bound=StrEnum)


def duration(value: object) -> int:
    if isinstance(value, str) and len(value) > 40:
        raise Wrong(both("this duration is too long to read", "这个时长写得太长"))
    return parse_duration(value)


def short_duration(value: object) -> int:
    """Of real time: somebody waits for it."""
    milliseconds = duration(value)
    if milliseconds > MAX_LATENCY:
        raise Wrong(both(f"{value!r} is too long; at most 1h", f"{value!r} 太长；最多 1h"))
    return milliseconds


def instant(value: object) -> int:
    return parse_instant(value[:60] if isinstance(value, str) else value)


def rate(value: object) -> tuple[int, Window]:
    return parse_rate(cut(value, 20) if isinstance(value, str) else value)


def latency(value: object) -> Latency:
    if not isinstance(value, dict):
        same = short_duration(value)
        return Latency(same, same)
    for key in value:
        if key not in ("p50", "p99"):
            wrong = no_such("key", "键", str(key), ("p50", "p99"))
            raise Wrong(str(wrong), wrong.suggestion, under=(key,))
    times = {}
    for key in ("p50", "p99"):
        try:
            times[key] = short_duration(value.get(key))
        except ValueError as error:
            raise Wrong(str(error), under=(key,) if key in value else ()) from None
    if times["p99"] < times["p50"]:
        raise Wrong(both("p99 is shorter than p50", "p99 比 p50 还短"), under=("p99",))
    if times["p50"] == 0 < times["p99"]:
        raise Wrong(both("p50 must be longer than 0 where p99 is", "p99 大于 0 时 p50 也必须大于 0"), under=("p50",))
    return Latency(**times)


def hold(value: object) -> Hold:
    if not isinstance(value, dict):
        return Hold(_held_calls(value))
    for key in value:
        if key not in ("calls", "limit"):
            wrong = no_such("key", "键", str(key), ("calls", "limit"))
            raise Wrong(str(wrong), wrong.suggestion, under=(key,))
    try:
        calls = _held_calls(value.get("calls"))
    except ValueError as error:
        raise Wrong(str(error), under=("calls",) if "calls" in value else ()) from None
    try:
        limit = short_duration(value.get("limit", spell_duration(LIMIT)))
        if not 0 < limit <= LONGEST:
            raise ValueError(both("a limit is longer than 0 and at most 1m", "limit 须大于 0，最多 1m"))
    except ValueError as error:
        raise Wrong(str(error), under=("limit",)) from None
    return Hold(calls, limit)


def _held_calls(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 2 <= value <= MOST_HELD:
        raise ValueError(
            both(
                f"{value!r} is not how many calls wait for each other: a whole number from 2 to {MOST_HELD}",
                f"{value!r} 不是互相等待的调用次数：应为 2 到 {MOST_HELD} 的整数",
            )
        )
    return value


def between(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong(
            both(
                "between takes two durations since the start: [10s, 1m]",
                "between 需要两个自开始起的时长：[10s, 1m]",
            )
        )
    times = []
    for nth, item in enumerate(value):
        try:
            times.append(duration(item))
        except ValueError as error:
            raise Wrong(str(error), under=(nth,)) from None
    if times[0] >= times[1]:
        raise Wrong(both("the second time must be later than the first", "第二个时间必须晚于第一个"))
    return times[0], times[1]


def as_of(value: object) -> str | None:
    """None: today."""
    if value == "today":
        return None
    try:
        if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        shown = repr(value)[:60]
        raise Wrong(
            both(
                f"{shown} is neither today nor a date such as 2023-04-01",
                f"{shown} 不是 today，也不是 2023-04-01 这样的日期",
            )
        ) from None
    return value


def seed(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value) or len(str(value)) > 200:
        raise Wrong(
            both(
                "a seed is a whole number or a text of up to 200 characters",
                "seed 应为整数，或不超过 200 个字符的文本",
            )
        )
    return str(value)


def version_one(value: object) -> int:
    if type(value) is not int or value != 1:
        raise Wrong(both("this mockwx reads version 1: write mockwx: 1", "此版 mockwx 读取版本 1：请写 mockwx: 1"))
    return value


def line(longest: int, *, forbidden: str = "") -> Callable[[str], str]:
    """A name that must survive in a URL, a log line and a table key."""

    def check(text: str) -> str:
        if not text.strip() or text != text.strip():
            raise Wrong(both("a name may not be empty or begin or end with a blank", "名称不能为空，首尾也不能有空格"))
        if len(text) > longest:
            raise Wrong(both(f"longer than {longest} characters", f"超过 {longest} 个字符"))
        bad = next((letter for letter in text if not letter.isprintable() or letter in forbidden), None)
        if bad is not None:
            raise Wrong(both(f"the character {bad!r} is not allowed in a name", f"名称里不能有字符 {bad!r}"))
        return text

    return check


def matching(pattern: str, en: str, zh: str) -> Callable[[str], str]:
    """The sentences do not repeat the value: it may be a secret."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise Wrong(both(en, zh))
        return text

    return check


version_text = matching(
    r"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}",
    'a version looks like "3.8.0", in quotes',
    '版本形如 "3.8.0"，要加引号',
)


def network(text: str) -> str:
    try:
        ip_network(text, strict=False)
    except ValueError:
        raise Wrong(
            both(
                f"{text[:60]!r} is not an address or network, such as 10.0.0.1 or 10.0.0.0/8",
                f"{text[:60]!r} 不是地址或网段，例如 10.0.0.1、10.0.0.0/8",
            )
        ) from None
    return text


def word(enum: type[E], what_en: str, what_zh: str) -> Callable[[object], E]:
    words = [member.value for member in enum]

    def check(value: object) -> E:
        if isinstance(value, str) and value in words:
            return enum(value)
        raise no_such(what_en, what_zh, str(value), words)

    return check
