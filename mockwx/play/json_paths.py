"""Paths: finding one value in an answer's JSON, and comparing it with the wanted one."""

from __future__ import annotations

from typing import Any, Final

from mockwx.scenario.backend_actions import AnswerPath
from mockwx.scenario.steps import JsonPath


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING: Final = _Nothing()
"""There is no such value; null is one."""


def look(path: JsonPath | AnswerPath, value: Any) -> Any:
    """The value that the path leads to, or ``NOTHING``."""
    for step in path.keys:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if -len(value) <= step < len(value):
                value = value[step]
            case _:
                return NOTHING
    return value


def same(one: Any, other: Any) -> bool:
    """As JSON tells values apart: true is not 1, but 1.0 is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
