"""A third-party platform with wechatpy's own component client, unmodified but for its base URL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from wechatpy.component import WeChatComponent
from wechatpy.exceptions import WeChatClientException

from mockwx import MockWx, MockWxError

from .callback import AES_KEY, TOKEN, Callback, Got, serving

RETURN = "http://127.0.0.1:8000/return"


@pytest.fixture
def callback() -> Iterator[Callback]:
    with serving() as found:
        yield found


@pytest.fixture
def platform(mockwx: MockWx, callback: Callback) -> WeChatComponent:
    """It listens at the callback and keeps what it is pushed, as wechatpy tells it to."""
    listens = {"url": callback.url, "token": TOKEN, "mode": "safe", "aes_key": AES_KEY}
    apps = {
        "shop": {"owner": "acme"},
        "club": {"kind": "official", "owner": "acme"},
        "platform": {"kind": "component", "callback": listens},
    }
    mockwx.load({"apps": apps})
    app = mockwx.apps["platform"]
    callback.appid = app.appid
    found = WeChatComponent(app.appid, app.secret, TOKEN, AES_KEY)
    found.API_BASE_URL = f"{mockwx.url}/cgi-bin"
    found.PRE_AUTH_URL = f"{mockwx.url_for('mp.weixin.qq.com')}/cgi-bin/componentloginpage"
    found.told = []

    def told(callback: Callback, got: Got) -> str:
        # It trades the code of a fresh authorisation before it answers.
        query = got.query
        found.told.append(found.parse_message(got.body, query["msg_signature"], query["timestamp"], query["nonce"]))
        return "success"

    callback.answer = told
    return found


def test_a_platform_lives_from_ticket_to_login(
    mockwx: MockWx, callback: Callback, platform: WeChatComponent, web: requests.Session
) -> None:
    assert mockwx.push("component_verify_ticket").accepted
    got = callback.got[0]
    assert got.query.keys() == {"signature", "timestamp", "nonce", "encrypt_type", "msg_signature"}
    assert got.body.startswith(f"<xml><AppId><![CDATA[{platform.component_appid}]]></AppId><Encrypt>")
    assert platform.component_verify_ticket.startswith("ticket@@@")
    assert mockwx.pushes()[0].ticket is None
    assert platform.component_verify_ticket not in mockwx.pushes()[0].message

    # An administrator opens the link in a browser.
    link = platform.get_pre_auth_url(RETURN)
    assert "club" in web.get(link, timeout=60).text
    choice = {"mockwx_app": "club", "mockwx_decision": "allow"}
    back = web.post(link, data=choice, timeout=60, allow_redirects=False).headers["Location"]
    code = parse_qs(urlsplit(back).query)["auth_code"][0]
    info = platform.query_auth(code)["authorization_info"]
    assert info["authorizer_appid"] == mockwx.apps["club"].appid
    client = platform.get_client_by_appid(info["authorizer_appid"])
    client.API_BASE_URL = f"{mockwx.url}/cgi-bin/"
    assert client.misc.get_wechat_ips()

    # A user logs in to the app, by a link of the platform.
    oauth = platform.get_component_oauth(info["authorizer_appid"])
    oauth.API_BASE_URL, oauth.OAUTH_BASE_URL = f"{mockwx.url}/", f"{mockwx.url_for('open.weixin.qq.com')}/connect/"
    login = mockwx.user("alice").authorize(oauth.get_authorize_url(RETURN, "snsapi_userinfo", "s1"))
    assert login.url is not None
    assert parse_qs(urlsplit(login.url).query)["appid"] == [info["authorizer_appid"]]
    tokens = oauth.fetch_access_token(login.code)
    assert tokens["openid"] == mockwx.user("alice").openid("club")
    assert oauth.get_user_info(tokens["openid"], tokens["access_token"])["nickname"] == "小明"
    assert oauth.refresh_access_token(tokens["refresh_token"])["access_token"] == tokens["access_token"]

    # The administrator takes it back.
    mockwx.unauthorize_app("club")
    assert platform.told[-1].authorizer_appid == info["authorizer_appid"]
    with pytest.raises(WeChatClientException) as refused:
        platform.refresh_authorizer_token(info["authorizer_appid"], info["authorizer_refresh_token"])
    assert refused.value.errcode == 61003


def test_a_platform_is_told_of_an_authorisation_and_trades_its_code_at_once(
    mockwx: MockWx, platform: WeChatComponent
) -> None:
    mockwx.push("component_verify_ticket")
    code = mockwx.authorize_app("shop")
    first = platform.told[-1]
    assert (first.type, first.authorization_code) == ("authorized", code)
    assert first.query_auth_result["authorization_info"]["authorizer_appid"] == mockwx.apps["shop"].appid
    mockwx.authorize_app("shop", "platform")
    assert platform.told[-1].type == "updateauthorized"
    mockwx.unauthorize_app("shop")
    assert platform.told[-1].type == "unauthorized"
    events = ["component_verify_ticket", "authorized", "updateauthorized", "unauthorized"]
    assert [each.event for each in mockwx.pushes()] == events
    assert all(each.accepted for each in mockwx.pushes())


def test_a_mini_program_logs_in_through_the_platform(
    mockwx: MockWx, platform: WeChatComponent, web: requests.Session
) -> None:
    mockwx.push("component_verify_ticket")
    query = {
        "appid": mockwx.apps["shop"].appid,
        "js_code": mockwx.login("alice", "shop"),
        "grant_type": "authorization_code",
        "component_appid": platform.component_appid,
        "component_access_token": platform.access_token,
    }
    url = f"{mockwx.url}/sns/component/jscode2session?{urlencode(query)}"
    refused = web.get(url, timeout=60).json()
    assert refused["errcode"] == 61003
    mockwx.authorize_app("shop")
    said = web.get(url, timeout=60)
    assert said.headers["Content-Type"] == "text/plain"
    assert said.json()["openid"] == mockwx.user("alice").openid("shop")


@pytest.mark.parametrize("answer", ["", "ok"])
def test_only_success_is_an_answer_to_a_ticket(
    mockwx: MockWx, callback: Callback, platform: WeChatComponent, answer: str
) -> None:
    callback.answer = lambda callback, got: answer
    assert not mockwx.push("component_verify_ticket").accepted


def test_a_platform_that_listens_in_the_clear_is_told_what_to_write(mockwx: MockWx, callback: Callback) -> None:
    listens: dict[str, Any] = {"url": callback.url, "token": TOKEN}
    mockwx.load({"apps": {"shop": {}, "platform": {"kind": "component", "callback": listens}}})
    for call in (lambda: mockwx.push("component_verify_ticket"), lambda: mockwx.authorize_app("shop")):
        with pytest.raises(MockWxError, match="must have mode: safe"):
            call()
    assert callback.got == mockwx.pushes() == []


def test_a_platform_that_does_not_listen_is_authorised_all_the_same(mockwx: MockWx) -> None:
    mockwx.load({"apps": {"shop": {}, "platform": {"kind": "component"}}})
    assert mockwx.authorize_app().startswith("queryauthcode@@@")
    assert mockwx.pushes() == []
    assert mockwx.push("component_verify_ticket", send=False).ticket


def test_a_rule_lets_an_administrator_withdraw_in_the_middle_of_a_login(mockwx: MockWx, web: requests.Session) -> None:
    mockwx.load({"apps": {"shop": {}, "platform": {"kind": "component", "authorizers": ["shop"]}}})
    app = mockwx.apps["platform"]
    ticket = mockwx.push("component_verify_ticket", send=False).ticket
    given = {"component_appid": app.appid, "component_appsecret": app.secret, "component_verify_ticket": ticket}
    token = web.post(f"{mockwx.url}/cgi-bin/component/api_component_token", json=given, timeout=60).json()
    mockwx.rule("component_jscode2session", call=2, do=["wechat.unauthorize_app"])
    said = []
    for _ in range(2):
        query = {
            "appid": mockwx.app.appid,
            "js_code": mockwx.login("alice"),
            "grant_type": "authorization_code",
            "component_appid": app.appid,
            "component_access_token": token["component_access_token"],
        }
        said.append(web.get(f"{mockwx.url}/sns/component/jscode2session", params=query, timeout=60).json())
    assert [each.get("errcode") for each in said] == [None, 61003]
