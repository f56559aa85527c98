"""The page of a report, in Chromium: on a desk and on a phone, by day and by night, whatever a backend answered."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser

from mockwx.core.text.bilingual import Text
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.play.report import Report
from mockwx.play.report_html import page
from mockwx.play.results import Difference, PlayResult, ShownAnswer, StepResult

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"></code></dl>" + "x" * 500
)
FAILED = PlayResult(
    file="outage.yaml",
    name=HOSTILE[:150],
    rule=None,
    verdict="failed",
    steps=(
        StepResult(
            1,
            "backend.login",
            HOSTILE,
            "alice",
            (ShownAnswer("crashed", Text.alike(HOSTILE), 0.25),),
            (Difference(Text.alike("ok"), Text.alike(HOSTILE), Flaw(FlawKind.CRASH, Text.alike(HOSTILE))),),
        ),
    ),
    backend="http://127.0.0.1:8000",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_report_fits_the_screen_and_nothing_that_a_backend_answered_runs(
    browser: Browser, tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    file = tmp_path / "report.html"
    report = Report.of([FAILED, replace(FAILED, verdict="passed", steps=())], date="2026-01-01", language="both")
    file.write_text(page(report), encoding="utf-8")
    seen = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    seen.goto(file.as_uri())
    assert seen.title() == "mockwx: failed | 失败"
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.locator("script, img").count() == 0
    assert seen.locator(".causes li").first.bounding_box()["y"] < 800  # type: ignore[index]
    assert "document.title='owned'" in seen.locator(".causes").inner_text()
    seen.close()
