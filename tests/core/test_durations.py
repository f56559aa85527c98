from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwx.core.text.durations import parse_duration, spell_duration


@given(st.integers(min_value=0, max_value=3_000_000_000_000))
def test_a_duration_survives_being_spelled_and_read(milliseconds: int) -> None:
    assert parse_duration(spell_duration(milliseconds)) == milliseconds


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0s", 0),
        ("800ms", 800),
        ("5m1s", 301_000),
        ("1.5h", 5_400_000),
        ("3d", 259_200_000),
        ("0.5s", 500),
        ("1h1h", 7_200_000),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(301_000, "5m1s"), (0, "0s"), (86_400_000, "1d"), (61_001, "1m1s1ms")]
)
def test_a_duration_is_spelled_the_shortest_way(milliseconds: int, text: str) -> None:
    assert spell_duration(milliseconds) == text


@pytest.mark.parametrize(
    "wrong",
    ["5", "", "s", "-5s", "+5s", "5 m", "5m 1s", "5x", "5M", "1e3s", ".5s", "5.s", 5, 5.0, None, True, ["5s"]],
)
def test_what_is_no_duration_is_refused_with_an_example(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"5m1s.*时长.*5m1s"):
        parse_duration(wrong)


@pytest.mark.parametrize("endless", ["9" * 400 + "d", "9" * 20 + "d", "36501d"])
def test_a_duration_of_more_than_a_century_is_refused(endless: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(endless)
