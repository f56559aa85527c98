"""social-auth, django-allauth, passport-wechat and better-auth, unmodified, log people in by QR code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from . import web_sites

if TYPE_CHECKING:
    from mockwx import MockWx

BAD_CODE = "061lQlGa1nXiHG06VNFa1ybVm93lQlGG"


@pytest.fixture
def site(mockwx: MockWx) -> MockWx:
    mockwx.load(web_sites.WORLD)
    return mockwx


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def follows(browser: requests.Session, url: str) -> requests.Response:
    return browser.get(url, timeout=30)


def confirmed(mockwx: MockWx, link: str, user: str = "alice") -> str:
    """Where the page with the QR code leads once the user has confirmed."""
    phone = mockwx.user(user)
    found = phone.scan(link)
    assert (found.status, found.reason) == ("scanned", None)
    return str(phone.confirm().url)


def with_bad_code(link: str) -> str:
    """The callback that ``link`` asks for, with a code that WeChat never gave."""
    query = parse_qs(urlsplit(link).query)
    return f"{query['redirect_uri'][0]}?{urlencode({'code': BAD_CODE, 'state': query['state'][0]})}"


def started(browser: requests.Session, url: str) -> str:
    """Where a click on "log in with WeChat" leads."""
    # social-auth wants a form's POST.
    said = browser.request("POST" if "/social/" in url else "GET", url, timeout=30, allow_redirects=False)
    assert said.status_code == 302, said.text
    assert said.headers["Location"].startswith("https://open.weixin.qq.com/connect/qrconnect?")
    return said.headers["Location"]


# Django


@pytest.fixture
def django(site: MockWx, tmp_path: Path) -> Iterator[str]:
    with web_sites.django(site, tmp_path) as url:
        yield url


@pytest.mark.parametrize(
    ("client", "path"), [("allauth", "/accounts/weixin/login/"), ("social", "/social/login/weixin/")]
)
def test_a_django_site_knows_who_came(
    site: MockWx, django: str, browser: requests.Session, client: str, path: str
) -> None:
    back = confirmed(site, started(browser, f"{django}{path}"))
    said = follows(browser, back)
    assert (said.status_code, said.url) == (200, f"{django}/me"), said.text
    kept = said.json()[client]
    assert kept["uid"] == site.user("alice").openid("site")
    assert kept["extra_data"]["nickname" if client == "allauth" else "username"] == "小明🐼"


def test_allauth_shows_its_error_page_for_a_bad_code(site: MockWx, django: str, browser: requests.Session) -> None:
    said = follows(browser, with_bad_code(started(browser, f"{django}/accounts/weixin/login/")))
    assert "Login Failure" in said.text or "Third-Party Login Failure" in said.text, said.text
    assert follows(browser, f"{django}/me").status_code == 401
    site.verify("oauth2_access_token", errcode=40029, count=1)


def test_social_auth_takes_a_bad_code_as_the_providers_refusal(
    site: MockWx, django: str, browser: requests.Session
) -> None:
    said = follows(browser, with_bad_code(started(browser, f"{django}/social/login/weixin/")))
    assert (said.url, said.status_code) == (f"{django}/error", 401)
    # social-auth-core 7 and 4 tell it in words of their own.
    assert said.json()["error"] in (
        ["The authentication provider rejected the request."],
        ["Authentication process canceled"],
    )
    site.verify("oauth2_access_token", errcode=40029, count=1)


# Node


@pytest.fixture
def passport(site: MockWx) -> Iterator[str]:
    with web_sites.node(site, "passport_site.cjs") as url:
        yield url


def test_passport_wechat_knows_who_came(site: MockWx, passport: str, browser: requests.Session) -> None:
    said = follows(browser, confirmed(site, started(browser, f"{passport}/login")))
    assert said.url == f"{passport}/me"
    profile = said.json()
    alice = site.user("alice")
    assert (profile["openid"], profile["unionid"]) == (alice.openid("site"), alice.unionid("site"))
    assert profile["nickname"] == "小明🐼"


def test_passport_wechat_sees_a_bad_code_as_wechats_own_error(
    site: MockWx, passport: str, browser: requests.Session
) -> None:
    said = follows(browser, with_bad_code(started(browser, f"{passport}/login")))
    assert said.json()["name"] == "WeChatAPIError"
    assert said.json()["code"] == 40029


@pytest.fixture
def better_auth(site: MockWx) -> Iterator[str]:
    with web_sites.node(site, "better_auth_site.mjs") as url:
        yield url


def better_auth_link(browser: requests.Session, url: str) -> str:
    given: dict[str, Any] = {"provider": "wechat", "callbackURL": "/home", "errorCallbackURL": "/error"}
    said = browser.post(f"{url}/api/auth/sign-in/social", json=given, headers={"Origin": url}, timeout=30)
    assert said.status_code == 200, said.text
    return str(said.json()["url"])


def test_better_auth_knows_who_came(site: MockWx, better_auth: str, browser: requests.Session) -> None:
    said = follows(browser, confirmed(site, better_auth_link(browser, better_auth)))
    assert said.url == f"{better_auth}/home", said.url
    user = follows(browser, f"{better_auth}/api/auth/get-session").json()["user"]
    assert user["name"] == "小明🐼"


def test_better_auth_leads_a_bad_code_to_its_error_page(
    site: MockWx, better_auth: str, browser: requests.Session
) -> None:
    said = follows(browser, with_bad_code(better_auth_link(browser, better_auth)))
    assert urlsplit(said.url).path == "/error"
    assert parse_qs(urlsplit(said.url).query)["error"] == ["invalid_code"]
    assert follows(browser, f"{better_auth}/api/auth/get-session").json() is None
