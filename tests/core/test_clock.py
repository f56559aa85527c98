from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwx.core.clock import Clock, parse_instant, spell_instant

WALL = 5_000_000
"""Real time has nothing to do with the world's."""


def test_a_flowing_clock_goes_with_real_time(start: int) -> None:
    clock = Clock.starting(start, WALL)
    assert clock.now(WALL) == start
    assert clock.now(WALL + 1500) == start + 1500


def test_a_frozen_clock_ignores_real_time(start: int) -> None:
    clock = Clock.starting(start, WALL, frozen=True)
    assert clock.now(WALL + 10**9) == start


@pytest.mark.parametrize("frozen", [True, False])
def test_advancing_keeps_the_clock_frozen_or_flowing(start: int, frozen: bool) -> None:
    clock = Clock.starting(start, WALL, frozen=frozen).advance(301_000, WALL)
    assert clock.now(WALL) == start + 301_000
    assert clock.frozen is frozen


def test_time_only_goes_forward_by_advancing(start: int) -> None:
    with pytest.raises(ValueError, match=r"forward.*向前"):
        Clock.starting(start, WALL).advance(-1, WALL)


def test_time_cannot_be_advanced_beyond_what_can_be_spelled(start: int) -> None:
    with pytest.raises(ValueError, match="9998"):
        Clock.starting(start, WALL).advance(10**15, WALL)


def test_a_clock_that_is_stopped_and_let_go_loses_the_time_between(start: int) -> None:
    stopped = Clock.starting(start, WALL).freeze(WALL + 1000)
    assert stopped.now(WALL + 9000) == start + 1000
    again = stopped.flow(WALL + 9000)
    assert again.now(WALL + 9500) == start + 1500


def test_setting_the_clock_may_go_back_and_leaves_its_start_alone(start: int) -> None:
    clock = Clock.starting(start, WALL).set_to(start - 60_000, WALL)
    assert clock.now(WALL) == start - 60_000
    assert clock.start == start


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("2026-01-01T08:00:00+08:00", 1_767_225_600_000),
        ("2026-01-01T00:00:00Z", 1_767_225_600_000),
        ("2026-01-01T00:00:00.250+00:00", 1_767_225_600_250),
        ("2026-01-01", 1_767_225_600_000 - 8 * 3_600_000),
    ],
)
def test_an_instant_is_read_with_its_zone_and_a_date_is_beijings(text: str, milliseconds: int) -> None:
    assert parse_instant(text) == milliseconds


@pytest.mark.parametrize(
    "wrong",
    [
        "2026-01-01T08:00:00",
        "2026-01-01 08:00",
        "tomorrow",
        "",
        1_767_225_600,
        None,
        True,
        "2026-13-01",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59+00:00",
    ],
)
def test_what_is_no_instant_is_refused_with_an_example(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"2026-01-01T08:00:00\+08:00"):
        parse_instant(wrong)


@given(st.integers(min_value=0, max_value=250_000_000_000_000))
def test_an_instant_survives_being_spelled_and_read(milliseconds: int) -> None:
    assert parse_instant(spell_instant(milliseconds)) == milliseconds


def test_an_instant_is_spelled_in_beijing_time(start: int) -> None:
    assert spell_instant(start + 7) == "2026-01-01T08:00:00.007+08:00"
