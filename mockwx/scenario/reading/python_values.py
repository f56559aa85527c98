"""Values from Python as YAML would give them: maps with text keys, lists, texts, numbers, true, false, null."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.scenario.reading.problems import Finding, Path

MAX_DEPTH = 50
MAX_VALUES = 200_000


def plain(value: object) -> tuple[Any, list[Finding]]:
    """The value with tuples as lists, and what in it no file could hold."""
    making = _PlainCopy()
    return making.of(value, ()), making.findings


class _PlainCopy:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.values = 0
        self.stopped = False

    def of(self, value: object, path: Path) -> Any:
        self.values += 1
        if self.stopped:
            return None
        if len(path) > MAX_DEPTH or self.values > MAX_VALUES:
            self.stopped = True
            self.wrong(path[:3], "this is too large or nested too deep", "内容太大或嵌套太深")
            return None
        if isinstance(value, Enum):
            value = value.value
        match value:
            case None | bool():
                return value
            case int() if value.bit_length() < 64:
                return int(value)
            case float() if math.isfinite(value):
                return float(value)
            case str() if _is_sound(value):
                return str(value)
            case Mapping():
                return {self.key(key, path): self.of(part, (*path, self.key(key, path))) for key, part in value.items()}
            case list() | tuple() | range():
                return [self.of(part, (*path, nth)) for nth, part in enumerate(value)]
        self.wrong(
            path,
            f"this {type(value).__name__} cannot stand in a scenario; use text, numbers, booleans, None, lists, maps",
            f"场景里不能有这个 {type(value).__name__}：只能用文本、数字、布尔、None、列表和映射",
        )
        return None

    def key(self, key: object, path: Path) -> str | int:
        if isinstance(key, Enum):
            key = key.value
        if isinstance(key, str):
            return str(key)
        if type(key) is int and path[-1:] == ("errcode",):
            return key
        shown = repr(key)[:60]
        self.wrong(path, f"a key must be text, not {shown}", f"键必须是文本，而不是 {shown}")
        return shown

    def wrong(self, path: Path, en: str, zh: str) -> None:
        finding = Finding(path, both(en, zh))
        if finding not in self.findings:
            self.findings.append(finding)


def _is_sound(text: str) -> bool:
    """Half a character (a lone surrogate) cannot be written to any file."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
