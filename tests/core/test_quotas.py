from __future__ import annotations

import pytest

from mockwx.core.clock import parse_instant
from mockwx.core.tables.table import OpenTable
from mockwx.core.tokens.quotas import Quota, Quotas, day_number, parse_rate


@pytest.fixture
def quotas(open_table: OpenTable) -> Quotas:
    return Quotas(open_table)


def at(text: str) -> int:
    return parse_instant(f"2026-{text}+08:00")


@pytest.mark.parametrize(
    ("window", "last", "next_window"),
    [
        ("s", "01-01T08:00:00.999", "01-01T08:00:01"),
        ("min", "01-01T08:00:59.999", "01-01T08:01:00"),
        ("day", "01-01T23:59:59.999", "01-02T00:00:00"),
        ("month", "01-31T23:59:59.999", "02-01T00:00:00"),
    ],
)
def test_a_quota_recovers_when_its_window_is_over(quotas: Quotas, window: str, last: str, next_window: str) -> None:
    quota = Quota(2, window)  # type: ignore[arg-type]
    for _ in range(2):
        assert not quotas.is_spent("api", quota, "wx", at(last))
        quotas.count("api", quota, "wx", at(last))
    assert quotas.is_spent("api", quota, "wx", at(last))
    assert not quotas.is_spent("api", quota, "wx", at(next_window))


def test_days_begin_at_midnight_of_beijing() -> None:
    assert day_number(at("01-01T23:59:59.999")) + 1 == day_number(at("01-02T00:00:00"))
    assert day_number(at("01-01T00:00:00")) == day_number(at("01-01T08:00:00"))


def test_a_month_is_not_the_same_month_of_another_year(quotas: Quotas) -> None:
    quota = Quota(1, "month")
    quotas.count("api", quota, "wx", parse_instant("2025-01-15"))
    assert not quotas.is_spent("api", quota, "wx", parse_instant("2026-01-15"))


def test_apis_and_callers_are_counted_apart(quotas: Quotas, start: int) -> None:
    quota = Quota(1, "min")
    quotas.count("api", quota, "wx", start)
    assert not quotas.is_spent("api", quota, "wy", start)
    assert not quotas.is_spent("other", quota, "wx", start)


def test_a_cleared_quota_is_whole_again(quotas: Quotas, start: int) -> None:
    quota = Quota(5, "day")
    for _ in range(5):
        quotas.count("api", quota, "wx", start)
    quotas.clear("api", quota, "wx", start)
    assert quotas.used("api", quota, "wx", start) == 0


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("100/min", (100, "min")),
        ("5/s", (5, "s")),
        ("100/h", (100, "h")),
        ("2000/day", (2000, "day")),
        ("10 / month", (10, "month")),
    ],
)
def test_a_rate_is_read_as_people_write_it(text: str, rate: tuple[int, str]) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("wrong", ["100", "100/hour", "/min", "-1/min", "1.5/min", 100, None])
def test_what_is_no_rate_is_refused_with_an_example(wrong: object) -> None:
    with pytest.raises(ValueError, match="100/min"):
        parse_rate(wrong)
