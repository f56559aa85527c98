"""The badge: grade and coverage, as an SVG that any viewer draws."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from mockwx.audit.reports.badge import badge
from tests.audit.sample import REPORT


@pytest.mark.parametrize("letter", ["A+", "A", "B", "C", "D", "F", "—"])
def test_it_tells_grade_and_coverage(letter: str) -> None:
    svg = ElementTree.fromstring(badge(replace(REPORT, grade=replace(REPORT.grade, letter=letter))))
    texts = [text for text in svg.itertext() if text.strip()]
    assert texts == [f"WeChat login: {letter} · 7/9", "WeChat login", f"{letter} · 7/9"]


def test_nothing_of_the_backend_is_in_it() -> None:
    assert "127.0.0.1" not in badge(REPORT)
