"""JSON bodies are read as Python's own library reads them, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockwx.core.web.forms import read_json

NUMBERS = (
    "-0",
    "-0.0",
    "1e5",
    "1e400",
    "1e-400",
    "0.1",
    "1.",
    ".5",
    "01",
    "-",
    "NaN",
    "-Infinity",
    "1" * 30,
    "9" * 5000,
)
STRINGS = (r'"\ud800"', r'"\ud83d\ude00"', r'"\u0000"', '"小程序"', '"\t"', r'"\/"', r'"\x"', '"', '""')
LONG = ("9" * 5000, "[" * 2000)
PIECES = (
    *NUMBERS,
    *STRINGS,
    *"{}[],: \n",
    "true",
    "null",
    '{"a":',
    '{"a":1,"a":',
    "\ufeff",
    "\x0c",
    "9" * 5000,
    "[" * 2000,
)


def outcome(read: Callable[[bytes], Any], body: bytes) -> str:
    """What it says of the body, to the last sign."""
    try:
        return repr(read(body))
    except (ValueError, RecursionError) as error:
        return f"{type(error).__name__}: {error}"


def slowly(body: bytes) -> Any:
    return json.loads(body.decode("utf-8"))


@given(body=st.lists(st.sampled_from(PIECES), max_size=8).map("".join).map(str.encode) | st.binary(max_size=20))
@example(body='{"a":"\xed\xa0\x80"}'.encode("latin-1"))
def test_pieces_of_json_are_read_as_by_the_standard_library(body: bytes) -> None:
    assert outcome(read_json, body) == outcome(slowly, body)


@pytest.mark.parametrize("piece", PIECES)
def test_each_odd_value_is_read_as_by_the_standard_library(piece: str) -> None:
    body = f'{{"a": {piece}}}'.encode()
    assert outcome(read_json, body) == outcome(slowly, body)


INNERMOST = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.recursive(INNERMOST, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_all_that_python_spells_is_read_as_by_the_standard_library(value: Any) -> None:
    body = json.dumps(value).encode()
    assert outcome(read_json, body) == outcome(slowly, body)
