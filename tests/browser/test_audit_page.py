"""The page of an audit, in Chromium: on a desk, on a phone and on paper, whatever a backend answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from mockwx.audit.reports.page import page
from mockwx.core.text.bilingual import Language
from tests.audit.sample import CHECKS, REPORT


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    for language in ("zh", "en", "both"):
        told: Language = language  # type: ignore[assignment]
        (folder / f"{language}.html").write_text(page(REPORT, CHECKS, told), encoding="utf-8")
    return folder


@pytest.fixture
def seen(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    yield opened
    opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen_and_nothing_that_a_backend_answered_runs(
    browser: Browser, written: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    opened.goto((written / "both.html").as_uri())
    assert opened.title() == "mockwx audit: F http://127.0.0.1:8000"
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.locator("script, img, iframe, object, [onerror]").count() == 0
    assert "document.title='owned'" in opened.locator("details.finding").first.inner_text()
    assert opened.locator("main").count() == 1
    assert opened.locator("footer").inner_text().endswith("python app.py")
    opened.close()


def test_the_grade_and_the_first_causes_are_on_the_first_screen_of_a_phone(browser: Browser, written: Path) -> None:
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    opened.goto((written / "en.html").as_uri())
    box = opened.locator(".letter").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    opened.close()


def test_the_switch_shows_one_language_at_a_time(seen: Page, written: Path) -> None:
    seen.goto((written / "both.html").as_uri())
    title = seen.locator("details.finding .name").first
    assert title.inner_text() == "任何 code 都能登录"
    seen.get_by_text("English", exact=True).click()
    assert title.inner_text() == "Any code logs in"
    seen.get_by_text("中文", exact=True).click()
    assert title.inner_text() == "任何 code 都能登录"


def test_a_page_in_one_language_has_no_switch(seen: Page, written: Path) -> None:
    seen.goto((written / "zh.html").as_uri())
    assert seen.locator(".switch").count() == 0
    assert "Any code logs in" not in seen.locator("main").inner_text()


def test_what_to_do_first_leads_to_the_details(seen: Page, written: Path) -> None:
    seen.goto((written / "en.html").as_uri())
    links = seen.locator(".first a")
    assert links.all_inner_texts() == ["Any code logs in", "session_key is handed out", "The wrong message"]
    for link in links.all():
        assert seen.locator(link.get_attribute("href") or "").count() == 1


def test_each_cell_of_the_matrix_has_a_letter_beside_its_colour(seen: Page, written: Path) -> None:
    seen.goto((written / "en.html").as_uri())
    rows = {
        row.locator("th").inner_text(): [cell.inner_text() for cell in row.locator(".cell").all()]
        for row in seen.locator(".matrix tbody tr").all()
    }
    assert rows == {"errcode -1": ["U", "R"], "net hang": ["✗", ""], "body truncate": ["–", ""]}


def test_every_check_stands_there_with_its_state_and_reason(seen: Page, written: Path) -> None:
    seen.goto((written / "en.html").as_uri())
    rows = {
        row.locator(".id").inner_text(): (row.locator(".state").inner_text(), row.locator(".reason").inner_text())
        for row in seen.locator(".checks tr").all()
    }
    assert set(rows) == set(CHECKS)
    assert rows["magic-code"] == ("not tested", "a consequence of any-code")
    assert rows["token-herd"] == ("passed", "2 token calls for 10 people")
    assert rows["no-timeout"][0] == "error"


def test_on_paper_no_evidence_is_cut_off(seen: Page, written: Path) -> None:
    seen.goto((written / "en.html").as_uri())
    cut = "each => each.scrollHeight > each.clientHeight + 1"
    assert any(block.evaluate(cut) for block in seen.locator(".inside pre").all())
    seen.emulate_media(media="print")
    assert not any(block.evaluate(cut) for block in seen.locator(".inside pre").all())
