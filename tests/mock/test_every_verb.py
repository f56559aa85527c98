"""Every verb can be done in Python, by a method of MockWx or of Phone that takes all its arguments."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mockwx import MockWx
from mockwx.mock import Phone
from mockwx.verbs import VERBS

OTHER_NAMES = {"pass": "passes"}
"""Arguments that are Python's own words."""
HOLDERS: tuple[type, ...] = (MockWx, Phone)


def methods() -> Iterator[tuple[type, Callable[..., Any]]]:
    for holder in HOLDERS:
        for name, value in inspect.getmembers(holder, inspect.isfunction):
            if not name.startswith("_"):
                yield holder, value


def ways(verb: str) -> list[tuple[type, Callable[..., Any]]]:
    """The methods that do a verb: those in which its name stands."""
    return [(holder, method) for holder, method in methods() if verb in constants(method.__code__.co_consts)]


def constants(values: tuple[Any, ...]) -> Iterator[Any]:
    """Some versions of Python keep the positional arguments of a call as one tuple."""
    for value in values:
        yield from constants(value) if isinstance(value, tuple) else (value,)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])[A-Z]", lambda letter: f"_{letter[0].lower()}", OTHER_NAMES.get(name, name))


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_a_method(verb: str) -> None:
    assert ways(verb), (
        f"{verb} cannot be done in Python: give Phone (mockwx/mock/phone.py) or InsideWechat "
        f"(mockwx/mock/inside_wechat.py) a method that does {verb!r}"
    )


@pytest.mark.parametrize("verb", VERBS)
def test_a_verbs_methods_take_its_arguments(verb: str) -> None:
    taken: set[str] = set()
    for holder, method in ways(verb):
        taken |= inspect.signature(method).parameters.keys() | ({"user"} if holder is Phone else set())
    missing = {snake(arg.name) for arg in VERBS[verb].args} - taken
    assert missing == set(), f"{verb} takes them, and none of its methods in mockwx/mock does: add parameters"
