"""wechatpy's client of WeCom, unmodified: it logs members in, keeps a token per agent and fetches a dead one anew.

Its URL for tokens is a literal in a method and its requests go to WeCom's own host, so its HTTP session leads there.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from wechatpy.enterprise import WeChatClient
from wechatpy.exceptions import WeChatClientException

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx import MockWx

WORLD = {
    "apps": {
        "corp": {
            "kind": "wecom",
            "members": ["alice", "bob"],
            "visible": ["alice"],
            "agents": {"crm": {"agentid": "1000003", "domain": "crm.example.com"}},
        }
    },
    "users": {"alice": {"nickname": "小明🐼/“引号”"}, "bob": {}, "carol": {}},
}


class Detour(HTTPAdapter):
    """Sends what is for WeCom's host to mockwx, under the same Host header."""

    def __init__(self, mockwx: MockWx) -> None:
        super().__init__()
        self.url = mockwx.url

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.headers["Host"] = "qyapi.weixin.qq.com"
        request.url = str(request.url).replace("https://qyapi.weixin.qq.com", self.url)
        return super().send(request, *args, **kwargs)


@pytest.fixture
def wecom(mockwx: MockWx) -> Iterator[WeChatClient]:
    mockwx.load(WORLD)
    yield from client(mockwx)


@pytest.fixture
def crm(wecom: WeChatClient, mockwx: MockWx) -> Iterator[WeChatClient]:
    yield from client(mockwx, "mockwx-secret-crm")


def client(mockwx: MockWx, secret: str | None = None) -> Iterator[WeChatClient]:
    app = mockwx.apps["corp"]
    found = WeChatClient(app.appid, secret or app.secret)
    found._http.mount("https://qyapi.weixin.qq.com", Detour(mockwx))
    # wechatpy warns of its own ways.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield found
    found._http.close()


def code(mockwx: MockWx, wecom: WeChatClient, user: str) -> str:
    """By wechatpy's own link."""
    link = wecom.oauth.authorize_url("https://www.example.com/callback?next=/a b", "state1")
    found = mockwx.user(user).authorize(link)
    assert found.url is not None
    assert found.url.startswith("https://www.example.com/callback?next=/a%20b&code=")
    assert found.state == "state1"
    return str(found.code)


def test_members_and_others_log_in_each_with_wecoms_own_answer(mockwx: MockWx, wecom: WeChatClient) -> None:
    alice, bob, carol = (wecom.oauth.get_user_info(code(mockwx, wecom, user)) for user in ("alice", "bob", "carol"))
    assert (alice["UserId"], bob["UserId"]) == ("alice", "bob")
    assert carol["OpenId"] == mockwx.user("carol").openid("corp")
    assert "UserId" not in carol


def test_a_members_name_arrives_unbroken(mockwx: MockWx, wecom: WeChatClient) -> None:
    assert wecom.user.get("alice")["name"] == "小明🐼/“引号”"


def test_a_bad_code_is_the_error_that_the_client_expects(mockwx: MockWx, wecom: WeChatClient) -> None:
    good = code(mockwx, wecom, "alice")
    wecom.oauth.get_user_info(good)
    for bad in (good, "nonsense"):
        with pytest.raises(WeChatClientException) as caught:
            wecom.oauth.get_user_info(bad)
        assert caught.value.errcode == 40029
        assert "invalid code, hint: [" in caught.value.errmsg


def test_an_invisible_member_cannot_be_read(wecom: WeChatClient) -> None:
    with pytest.raises(WeChatClientException) as caught:
        wecom.user.get("bob")
    assert caught.value.errcode == 60011


def test_each_agent_fetches_its_token_once(mockwx: MockWx, wecom: WeChatClient, crm: WeChatClient) -> None:
    for agent in (wecom, crm):
        for _ in range(3):
            assert agent.misc.get_wechat_ips()
    mockwx.verify("gettoken", count=2)
    assert wecom.access_token != crm.access_token


@pytest.mark.parametrize(("kill", "errcode"), [("expire", 42001), ("revoke", 40014)])
def test_a_dead_token_is_fetched_anew(mockwx: MockWx, wecom: WeChatClient, kill: str, errcode: int) -> None:
    wecom.misc.get_wechat_ips()
    if kill == "expire":
        mockwx.advance("2h")
    else:
        mockwx.revoke_token("corp")
    assert wecom.misc.get_wechat_ips()
    calls = [(call.api, call.errcode) for call in mockwx.calls()][2:]
    assert calls == [("wecom_getcallbackip", errcode), ("gettoken", 0), ("wecom_getcallbackip", 0)]


def test_a_login_for_another_agent_is_refused(mockwx: MockWx, wecom: WeChatClient, crm: WeChatClient) -> None:
    with pytest.raises(WeChatClientException) as caught:
        crm.oauth.get_user_info(code(mockwx, wecom, "alice"))
    assert caught.value.errcode == 50001


def test_tickets_of_corp_and_agent_are_two(wecom: WeChatClient) -> None:
    assert wecom.jsapi.get_jsapi_ticket() != wecom.jsapi.get_agent_jsapi_ticket()
