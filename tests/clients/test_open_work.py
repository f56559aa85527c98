"""node-easywechat's client for WeCom's service providers, unmodified: from the first push to a member's login."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from mockwx import MockWx

from . import web_sites
from .runtimes import needs

TOKEN, AES_KEY = "mockwxtoken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def world(url: str = "http://127.0.0.1:9") -> dict[str, Any]:
    listens = {"url": f"{url}/wecom", "token": TOKEN, "mode": "safe", "aes_key": AES_KEY}
    return {
        "apps": {
            "corp": {"kind": "wecom", "members": ["alice", "bob"], "admins": ["alice"]},
            "isv": {"kind": "wecom", "members": ["ivan"], "provider_secret": "mockwx-secret-provider"},
            "site": {"kind": "suite", "provider": "isv", "visible": ["alice", "bob"], "callback": listens},
        },
        "users": {"alice": {"nickname": "小明🐼", "gender": 2}, "bob": {}, "carol": {}, "ivan": {}},
    }


@pytest.fixture
def provider(mockwx: MockWx, tmp_path: Path) -> Iterator[str]:
    """The site's URL; it has been pushed a ticket."""
    needs("npm")
    mockwx.load(world())
    environment = {
        "PROVIDER_CORPID": mockwx.apps["isv"].appid,
        "PROVIDER_SECRET": "mockwx-secret-provider",
        "PUSH_TOKEN": TOKEN,
        "PUSH_AES_KEY": AES_KEY,
        "CACHE_FOLDER": str(tmp_path),
    }
    with web_sites.node(mockwx, "open_work_site.cjs", **environment) as url:
        mockwx.load(world(url))
        assert mockwx.push("suite_ticket").accepted
        yield url


def log_in(mockwx: MockWx, web: requests.Session, provider: str, user: str) -> requests.Response:
    link = web.get(f"{provider}/login", timeout=30, allow_redirects=False).headers["Location"]
    back = mockwx.user(user).authorize(link)
    assert back.url is not None
    return web.get(back.url, timeout=30)


@pytest.fixture
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def test_the_url_is_verified_with_an_echostr_for_the_provider(mockwx: MockWx, provider: str) -> None:
    assert mockwx.verify_url("site").accepted


def test_a_corp_installs_from_the_site_and_its_members_log_in(
    mockwx: MockWx, provider: str, web: requests.Session
) -> None:
    link = web.get(f"{provider}/install", timeout=30, allow_redirects=False).headers["Location"]
    page = link.replace("https://open.work.weixin.qq.com", mockwx.url_for("open.work.weixin.qq.com"))
    choice = {"mockwx_app": "corp", "mockwx_user": "alice", "mockwx_decision": "allow"}
    back = web.post(page, data=choice, timeout=10, allow_redirects=False).headers["Location"]
    installed = web.get(back, timeout=30).json()
    assert installed["auth_corp_info"]["corpid"] == mockwx.apps["corp"].appid

    said = log_in(mockwx, web, provider, "alice").json()
    assert said["corp"] == said["who"]["corpid"] == mockwx.apps["corp"].appid
    assert said["who"]["userid"] == said["detail"]["userid"] == said["member"]["userid"]
    assert said["member"]["name"] == "小明🐼"
    assert said["detail"]["gender"] == "2"
    assert said["who"]["open_userid"] == installed["auth_user_info"]["open_userid"]
    assert log_in(mockwx, web, provider, "carol").status_code == 401


def test_a_suite_token_is_fetched_once_and_a_code_spent_once(
    mockwx: MockWx, provider: str, web: requests.Session
) -> None:
    mockwx.install_suite("site", "corp", user="alice")
    mockwx.wait("v2_get_permanent_code")
    link = web.get(f"{provider}/login", timeout=30, allow_redirects=False).headers["Location"]
    back = mockwx.user("alice").authorize(link).url
    assert back is not None
    assert [web.get(back, timeout=30).status_code for _ in range(2)] == [200, 401]
    mockwx.verify("get_suite_token", count=1)
    mockwx.verify("service_auth_getuserinfo3rd", errcode=40029, count=1)


def test_the_site_is_told_what_becomes_of_an_installation(mockwx: MockWx, provider: str, web: requests.Session) -> None:
    mockwx.install_suite("site", "corp", user="alice")
    mockwx.wait("v2_get_permanent_code")
    mockwx.change_suite()
    mockwx.uninstall_suite()
    assert web.get(f"{provider}/told", timeout=10).json() == {
        "told": ["create_auth", "change_auth", "cancel_auth"],
        "corps": [],
    }
    assert all(push.accepted for push in mockwx.pushes())
    assert log_in(mockwx, web, provider, "alice").status_code == 401
