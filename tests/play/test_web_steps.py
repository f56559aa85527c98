"""A web login in a scenario: its start leads to WeChat's page, that leads back, and each browser has its cookies."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mockwx import MockWx
from mockwx.play.answers import BackendAnswer, outcome_of
from mockwx.play.backend import BackendSettings
from mockwx.play.login_links import login_link
from mockwx.play.player import play, scripts
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.reading.problems import ScenarioError
from mockwx.scenario.scenario import Scenario

from .conftest import wrong
from .web_backend import WebBackend

Play = Callable[..., PlayResult]
WORLD = """
mockwx: 1
name: a web login
apps:
  club: {kind: official}
"""
START = """
steps:
  - backend.web_start: {user: alice}
    as: start
  - phone.authorize: {url: $start.link, user: alice}
    as: back
"""
SAYS = {
    "web": {"start": "GET /wx/login", "callback": "GET /wx/callback"},
    "actions": {"me": {"request": "GET /me", "save": {"uid": "$.id"}}},
}


@pytest.fixture
def site(wechat: MockWx) -> Iterator[WebBackend]:
    with WebBackend(wechat.url) as site:
        yield site


@pytest.fixture
def played(wechat: MockWx, site: WebBackend, tmp_path: Path) -> Play:
    def one(text: str, says: Any = SAYS) -> PlayResult:
        path = tmp_path / "web.yaml"
        path.write_text(WORLD + text, encoding="utf-8")
        (script,) = scripts(path)
        return asyncio.run(play(BackendSettings.read({"url": site.url, **says}), WechatSide(wechat.client), script))

    return one


@pytest.mark.parametrize(
    ("outcomes", "location", "meaning"),
    [
        ({}, "/home?error=wechat", "refused or unavailable"),
        ({}, "/wx/login", "refused or unavailable"),
        ({}, "/home", "ok"),
        ({"refused": {"headers": {"Location": {"contains": "expired"}}}}, "/home?error=expired", "refused"),
        ({"unavailable": {"headers": {"Location": {"contains": "busy"}}}}, "/home?error=busy", "unavailable"),
        ({"unavailable": {"headers": {"Location": {"contains": "busy"}}}}, "/home?error=x", "refused or unavailable"),
    ],
)
def test_a_redirect_with_an_error_in_it_does_not_say_whose(outcomes: Any, location: str, meaning: str) -> None:
    web = {"start": "GET /wx/login", "callback": {"request": "GET /wx/callback", "outcomes": outcomes}}
    backend = BackendSettings.read({"url": "http://127.0.0.1:9", "web": web}).for_scenario(Scenario(name="any"))
    judged = backend.actions["web_callback"].requests[0].outcomes
    assert outcome_of(BackendAnswer(302, (("Location", location),)), judged) == meaning


def test_a_pages_script_sends_on_what_the_callbacks_url_brings(played: Play, site: WebBackend) -> None:
    text = """
      - backend.web_callback: {url: $back.url}
        expect: {outcome: ok}
      - backend.me: {}
        expect: {outcome: ok}
    """
    says = {**SAYS, "web": {"start": "GET /wx/login", "callback": "POST /wx/callback"}}
    result = played(START + textwrap.indent(textwrap.dedent(text), "  "), says)
    assert wrong(result) == []
    assert len(site.sessions) == 1


def test_the_browser_that_began_is_logged_in_by_the_callback(played: Play, site: WebBackend) -> None:
    text = """
      - backend.web_callback: {url: $back.url}
        as: done
        expect: {outcome: ok, status: 302}
      - backend.open: {url: $done.location}
      - backend.me: {}
        expect: {outcome: ok}
    """
    result = played(START + textwrap.indent(textwrap.dedent(text), "  "))
    assert wrong(result) == []
    assert result.verdict == "passed"
    assert [step.user for step in result.steps] == ["alice"] * 5
    # The callback's host is what the world outside calls it; the backend is asked where it listens.
    assert set(site.hosts) == {site.url.removeprefix("http://")}


OTHER = """
      - backend.web_callback: {url: $back.url, browser: laptop}
        expect: {outcome: %s}
      - backend.me: {browser: laptop}
        expect: {outcome: %s}
      - backend.me: {}
        expect: {outcome: refused}
"""


def test_another_browser_has_none_of_the_first_ones_cookies(played: Play) -> None:
    result = played(START + textwrap.indent(textwrap.dedent(OTHER % ("refused", "refused")), "  "))
    assert wrong(result) == []
    assert [step.user for step in result.steps][2:4] == ["alice (laptop)"] * 2


def test_a_site_that_does_not_bind_the_state_logs_the_other_browser_in(played: Play, site: WebBackend) -> None:
    site.binds_state = False
    result = played(START + textwrap.indent(textwrap.dedent(OTHER % ("ok", "ok")), "  "))
    assert wrong(result) == []


def test_a_redirect_to_the_start_is_a_refusal(played: Play) -> None:
    text = """
      - backend.web_callback: {url: '/wx/callback?code=0&state=wrong'}
        expect: {outcome: refused}
    """
    assert wrong(played(START + textwrap.indent(textwrap.dedent(text), "  "))) == []


def test_what_a_file_says_of_the_callbacks_outcomes_goes_before_the_usual(played: Play) -> None:
    callback = {"request": "GET /wx/callback", "outcomes": {"unavailable": {"headers": {"Location": "/home"}}}}
    says = {**SAYS, "web": {"start": "GET /wx/login", "callback": callback}}
    text = """
      - backend.web_callback: {url: $back.url}
        expect: {outcome: unavailable}
    """
    assert wrong(played(START + textwrap.indent(textwrap.dedent(text), "  "), says)) == []


def test_a_start_that_shows_a_page_gives_its_link(played: Play) -> None:
    says = {**SAYS, "web": {"start": "GET /wx/page", "callback": "GET /wx/callback"}}
    text = """
steps:
  - backend.web_start: {user: alice}
    as: start
  - phone.authorize: {url: $start.link, user: alice, as: back}
    expect: {json: {$.state: s}}
"""
    assert wrong(played(text, says)) == []


def test_a_page_that_led_nowhere_is_told_where_the_callback_should_be_opened(played: Play) -> None:
    text = """
steps:
  - backend.web_start: {user: alice}
    as: start
  - phone.authorize: {url: $start.link, user: alice, decision: deny, as: back}
  - backend.web_callback: {url: $back.url}
"""
    says = {**SAYS, "web": {"start": "GET /wx/page", "callback": "GET /wx/callback"}}
    ((_, came),) = [each for each in wrong(played(text, says)) if "web_callback" in each[1]]
    assert "opens the url that it is given, such as $back.url; here it is 'None'" in came


def test_a_backend_without_a_web_login_skips_the_scenario(played: Play) -> None:
    result = played(START, {"actions": SAYS["actions"]})
    assert result.verdict == "skipped"
    assert "web_start" in str(result.reason)


@pytest.mark.parametrize(
    ("web", "path"),
    [
        ({"start": "GET /wx/login"}, "web: callback is missing"),
        ({"start": "/wx/login", "callback": "GET /b"}, "web.start"),
        ({"start": "GET /a", "callback": "GET /b", "stop": "GET /c"}, "web.stop"),
    ],
)
def test_a_wrong_web_login_is_named_where_it_stands(web: Any, path: str) -> None:
    with pytest.raises(ScenarioError) as error:
        BackendSettings.read({"url": "http://127.0.0.1:1", "web": web})
    assert path in str(error.value)


@pytest.mark.parametrize(
    "body",
    [
        '{"url":"http:\\/\\/127.0.0.1:1\\/open.weixin.qq.com\\/connect\\/qrconnect?appid=wx1\\u0026state=2"}',
        "location.href = 'http://127.0.0.1:1/open.weixin.qq.com/connect/qrconnect?appid=wx1&state=2';",
        '<a href="http://127.0.0.1:1/open.weixin.qq.com/connect/qrconnect?appid=wx1&amp;state=2">',
    ],
)
def test_a_link_is_read_without_the_escapes_around_it(body: str) -> None:
    link = login_link(BackendAnswer(200, (), body.encode()))
    assert link == "http://127.0.0.1:1/open.weixin.qq.com/connect/qrconnect?appid=wx1&state=2"


def test_a_link_that_leads_elsewhere_is_none() -> None:
    assert login_link(BackendAnswer(302, (("Location", "/login?next=/connect/qrconnect"),))) is None


def test_a_callback_without_a_url_is_the_files_own(played: Play) -> None:
    text = """
      - backend.web_callback: {code: $back.code, state: $back.state}
        expect: {outcome: ok}
      - backend.me: {}
        expect: {outcome: ok}
    """
    assert wrong(played(START + textwrap.indent(textwrap.dedent(text), "  "))) == []


def test_each_of_several_web_logins_has_steps_of_its_app(played: Play) -> None:
    corp = {"app": "corp", "start": "GET /corp/login", "callback": "GET /corp/callback"}
    says = {**SAYS, "web": [{**SAYS["web"], "app": "club"}, corp]}
    text = """
steps:
  - backend.web_start_club: {user: alice}
    as: start
    expect: {status: 302}
  - backend.web_start_corp: {user: alice}
    expect: {status: 200}
  - backend.web_start: {user: alice}
    expect: {status: 302}
"""
    assert wrong(played(text, says)) == []


def test_a_url_that_came_with_the_code_is_not_opened_in_place_of_the_file_s_path(played: Play) -> None:
    text = """
      - backend.web_callback: {code: $back.code, state: invented}
        expect: {outcome: refused}
    """
    assert wrong(played(START + textwrap.indent(textwrap.dedent(text), "  "))) == []
