"""The page inside WeChat, at a phone's size: one picks a pretend user, and allows or denies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from mockwx import MockWx

    from .conftest import Site

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def fits(page: Page) -> bool:
    """Nothing is cut off at the right, nor wants to be scrolled to."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_who_allows_is_led_back_to_the_site(mockwx: MockWx, site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(site.consent_link(redirect_uri=f"{site.url}/callback?app=club"))
    expect(page.get_by_role("heading", name="club")).to_be_visible()
    assert fits(page)
    page.get_by_text("波波").tap()
    page.get_by_role("button", name="允许").tap()
    expect(page.get_by_text("welcome: 波波, state s1")).to_be_visible()
    mockwx.verify("authorize", user="bob", errcode=0, count=1)


def test_who_denies_is_told_that_nothing_happens(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(site.consent_link())
    page.get_by_role("button", name="拒绝").tap()
    expect(page.get_by_role("heading", name="已拒绝授权")).to_be_visible()
    assert site.asked == []


def test_a_silent_login_asks_only_who_one_is(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(site.consent_link(scope="snsapi_base"))
    expect(page.get_by_role("button")).to_have_text(["继续"])
    page.get_by_role("button", name="继续").tap()
    page.wait_for_url(f"{site.url}/callback?*")


def test_the_page_can_be_used_with_the_keyboard_alone(site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(site.consent_link(redirect_uri=f"{site.url}/callback?app=club"))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("welcome: 波波, state s1")).to_be_visible()


def test_fifty_users_leave_the_buttons_in_sight(mockwx: MockWx, site: Site, phone: BrowserContext) -> None:
    mockwx.load({"apps": {"club": {"kind": "official"}}, "users": {f"user{n}": {} for n in range(60)}})
    page = phone.new_page()
    page.goto(site.consent_link())
    assert page.get_by_role("radio").count() == 50
    expect(page.get_by_role("button", name="拒绝")).to_be_in_viewport()
    assert fits(page)


def contrast(page: Page, selector: str) -> float:
    """Of the words against what lies behind them, as WCAG counts it."""
    script = """each => {
      const light = text => {
        const most = text.startsWith("color(") ? 1 : 255;
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(Number).map(v => v / most)
          .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      let behind = each;
      while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
      const [low, high] = [getComputedStyle(each).color, getComputedStyle(behind).backgroundColor]
        .map(light).sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    }"""
    return float(page.locator(selector).first.evaluate(script))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_by_day_and_by_night(site: Site, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(site.consent_link())
    back = page.locator("main").evaluate("each => getComputedStyle(each).backgroundColor")
    assert (back == "rgb(255, 255, 255)") == (scheme == "light")
    for selector in ("h1", "legend", ".name", ".name small", "button[value=allow]", "button[value=deny]", ".asks"):
        assert contrast(page, selector) >= 4.5, selector
    page.goto(site.link())
    for selector in (".js_wx_default_tip p", "main a"):
        assert contrast(page, selector) >= 4.5, selector
    context.close()


def test_every_page_says_in_sight_that_it_is_mockwx(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    for url in (site.consent_link(), site.link(), site.link(scope="x"), site.consent_link(scope="x")):
        page.goto(url)
        expect(page.get_by_role("note")).to_be_in_viewport()
        expect(page.get_by_role("note")).to_contain_text("mockwx")


def test_no_page_loads_anything_from_elsewhere(mockwx: MockWx, site: Site, desk: BrowserContext) -> None:
    page = desk.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for url in (site.consent_link(), site.link()):
        page.goto(url)
        page.wait_for_load_state("load")
    assert [each for each in asked if not each.startswith((mockwx.url, "data:"))] == []


def test_names_and_states_stay_text(mockwx: MockWx, site: Site, phone: BrowserContext) -> None:
    users = {"alice": {"nickname": EVIL}}
    apps = {name: {"kind": kind} for name, kind in (("club", "official"), ("site", "website"))}
    mockwx.load({"apps": apps, "users": users})
    page = phone.new_page()
    page.goto(site.consent_link(state=EVIL))
    expect(page.get_by_text(EVIL)).to_be_visible()
    page.get_by_role("button", name="允许").tap()
    page.wait_for_url(f"{site.url}/callback?*")
    page.goto(site.link(state=EVIL, redirect_uri=f"{site.url}/callback?x={EVIL}", self_redirect=EVIL, href=EVIL))
    mockwx.user("alice").scan(str(page.locator("main a").get_attribute("href")))
    mockwx.user("alice").confirm()
    page.wait_for_url(lambda url: url.startswith(f"{site.url}/callback?x="))
    # A script that got through would have opened a dialog, and the context counts those.
    assert "alert" not in str(page.locator("body script").all_text_contents())
