"""The table, the picture and the comparison with the last run say what was measured."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from bench import last, table
from bench.measured import Measured, Target, alone, compared
from bench.picture import draw

SLOW = [(100.0, 200.0), (400.0, 500.0), (100.0, 400.0)]
SVG = "{http://www.w3.org/2000/svg}"


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    found = compared("k", "what", "/s", SLOW, Target("≥", 0.5))
    assert (found.value, found.ours, found.other, found.met) == (0.5, 100.0, 400.0, True)


@pytest.mark.parametrize(
    ("target", "met"),
    [(Target("≥", 5), True), (Target("≥", 5.1), False), (Target("≤", 5), True), (Target("<", 5), False)],
)
def test_a_target_at_its_very_limit(target: Target, met: bool) -> None:
    assert alone("k", "what", "ms", [5.0], target).met is met


def test_what_was_not_measured_is_not_met() -> None:
    unknown = Measured("k", "logins", target=Target("≥", 5), remark="java is not installed")
    assert unknown.met is False
    assert "logins (java is not installed)" in table.as_text([unknown])
    assert table.as_text([unknown]).endswith("NOT MEASURED")


@pytest.mark.parametrize(("noise", "told"), [(0.05, "met"), (0.15, "met, within the noise")])
def test_a_verdict_within_the_noise_is_told_as_one(noise: float, told: str) -> None:
    assert table.verdict(Measured("k", "logins", 1.1, Target("≥", 1.0), "/s", 11, 10, noise)) == told


def test_a_measure_without_a_target_has_no_verdict() -> None:
    assert table.verdict(alone("k", "what", "MB", [5.0], None)) == ""


def test_a_missed_target_stands_in_the_row_of_its_figures() -> None:
    row = table.as_markdown([compared("k", "logins", "/s", SLOW, Target("≥", 0.8))]).splitlines()[-1]
    assert row == "| logins | 100 /s | 400 /s | 0.50 | ± 28% | ≥ 0.8 | MISSED |"


def run(value: float, noise: float) -> Measured:
    return Measured("k", "logins", value, None, "/s", 1.0, 2.0, noise)


@pytest.mark.parametrize(
    ("now", "marked"),
    [(run(1.2, 0.05), True), (run(1.2, 0.15), False), (run(1.02, 0.0), False), (run(0.8, 0.01), True)],
)
def test_only_a_change_beyond_the_noise_of_both_runs_is_marked(now: Measured, marked: bool) -> None:
    before = json.loads(last.as_json("2026-01-01", {}, {}, [run(1.0, 0.1)]))
    _, line, _ = last.changes(before, {}, [now])
    assert line.endswith("*") is marked
    assert f"{now.value:.2f}" in line


def test_a_measure_of_something_else_is_not_compared() -> None:
    before = json.loads(last.as_json("2026-01-01", {}, {}, [run(1.0, 0.1)]))
    assert len(last.changes(before, {}, [replace(run(2.0, 0.1), what="logins in a smaller world")])) == 2


def test_another_machine_is_told() -> None:
    before = json.loads(last.as_json("2026-01-01", {"Python": "3.11.7"}, {}, []))
    assert "  Python: 3.11.7 → 3.14.0" in last.changes(before, {"Python": "3.14.0"}, [])


def test_the_bars_are_as_long_as_the_figures_say() -> None:
    picture = ElementTree.fromstring(draw({"slow & old": 500, "mockwx": 2000}, "mockwx", ("a note",)))
    lengths = {each.get("class"): float(each.get("width", 0)) for each in picture.iter(f"{SVG}rect")}
    assert lengths["mine"] == pytest.approx(4 * lengths["bar"], rel=0.01)
    assert {"slow & old", "mockwx", "500", "2,000", "a note"} <= {each.text for each in picture.iter(f"{SVG}text")}
