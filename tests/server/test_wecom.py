"""WeCom over real sockets: hosts, headers, and a corp that is changed while the server runs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import requests

from mockwx import MockWx, MockWxError

QYAPI = "qyapi.weixin.qq.com"
WORLD = {"apps": {"shop": {}, "corp": {"kind": "wecom", "members": ["alice"]}}, "users": {"alice": {}, "bob": {}}}


@pytest.fixture
def corp(mockwx: MockWx) -> MockWx:
    mockwx.load(WORLD)
    return mockwx


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def gettoken(corp: MockWx, http: requests.Session, **changes: str) -> requests.Response:
    app = corp.apps["corp"]
    query = {"corpid": app.appid, "corpsecret": str(app.secret)} | changes
    return http.get(f"{corp.url_for(QYAPI)}/cgi-bin/gettoken", params=query, timeout=60)


def link(corp: MockWx, page: str) -> str:
    app = corp.apps["corp"]
    back = quote("https://www.example.com/callback", safe="")
    return f"{page}?appid={app.appid}&agentid=1000002&redirect_uri={back}&state=s1"


def test_a_success_and_a_refusal_have_wecoms_headers(corp: MockWx, http: requests.Session) -> None:
    for said in (gettoken(corp, http), gettoken(corp, http, corpsecret="wrong")):
        answer = said.json()
        assert said.status_code == 200
        assert said.headers["Content-Type"] == "application/json; charset=UTF-8"
        assert said.headers["Error-Code"] == str(answer["errcode"])
        assert said.headers["Error-Msg"] == answer["errmsg"]
        assert said.headers["Server"] == "nginx"
        assert said.headers["X-W-No"] in "4567"
    wechat = http.get(f"{corp.url}/cgi-bin/token", timeout=60)
    assert not {"Server", "Error-Code"} & set(wechat.headers)


def test_the_headers_follow_a_body_that_a_rule_bends(corp: MockWx, http: requests.Session) -> None:
    bent = {"add": {"errcode": 40029, "errmsg": "x"}}
    corp.rule(api="gettoken", body=bent)
    said = gettoken(corp, http, corpsecret="wrong")
    assert said.json() == {"errcode": 40029, "errmsg": "x"}
    assert (said.headers["Error-Code"], said.headers["Error-Msg"]) == ("40029", "x")


def test_the_headers_still_tell_what_a_rule_drops_from_the_body(corp: MockWx, http: requests.Session) -> None:
    corp.rule(api="gettoken", body={"drop": ["errcode"]})
    said = gettoken(corp, http)
    assert "errcode" not in said.json()
    assert said.headers["Error-Code"] == "0"


def test_an_unknown_path_is_404_without_a_body(corp: MockWx, http: requests.Session) -> None:
    said = http.get(f"{corp.url_for(QYAPI)}/cgi-bin/no_such_api", timeout=60)
    assert (said.status_code, said.content) == (404, b"")


def test_the_callers_address_is_told(corp: MockWx, http: requests.Session) -> None:
    assert ", from ip: 127.0.0.1, more info at " in gettoken(corp, http, corpid="ww0").json()["errmsg"]


def test_a_path_that_wechat_has_too_is_told_apart_by_the_host(corp: MockWx, http: requests.Session) -> None:
    query = {"access_token": gettoken(corp, http).json()["access_token"]}
    by_segment = http.get(f"{corp.url_for(QYAPI)}/cgi-bin/getcallbackip", params=query, timeout=60)
    by_header = http.get(f"{corp.url}/cgi-bin/getcallbackip", params=query, headers={"Host": QYAPI}, timeout=60)
    assert by_segment.json() == by_header.json()
    assert by_segment.json()["errcode"] == 0
    assert http.get(f"{corp.url}/cgi-bin/getcallbackip", params=query, timeout=60).json()["errcode"] == 40001


@pytest.mark.parametrize(
    "page",
    [
        "https://open.work.weixin.qq.com/wwopen/sso/qrConnect",
        "https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&x=",
        "https://open.weixin.qq.com/connect/oauth2/authorize?scope=snsapi_base&x=",
    ],
)
def test_a_person_logs_in_by_each_page_in_a_browser(corp: MockWx, http: requests.Session, page: str) -> None:
    host, _, rest = page.removeprefix("https://").partition("/")
    url = link(corp, f"{corp.url_for(host)}/{rest}").replace("x=?", "")
    shown = http.get(url, timeout=60)
    assert "alice" in shown.text
    fields = {"mockwx_user": "alice", "mockwx_decision": "allow"}
    said = http.post(url, data=fields, timeout=60, allow_redirects=False)
    assert said.status_code == 302
    brought = said.headers["Location"].partition("code=")[2].partition("&")[0]
    query = {"access_token": gettoken(corp, http).json()["access_token"], "code": brought}
    who = http.get(f"{corp.url_for(QYAPI)}/cgi-bin/auth/getuserinfo", params=query, timeout=60)
    assert who.json()["userid"] == "alice"


def test_a_corp_is_changed_in_the_words_of_a_scenario(corp: MockWx) -> None:
    app = corp.apps["corp"]
    with pytest.raises(MockWxError):
        corp.user("bob").qy_login()
    corp.client.call("PUT", "apps/corp", {"members": ["alice", "bob"]})
    assert corp.user("bob").qy_login()
    corp.client.call("PUT", "apps/corp", {"visible": ["alice"]})
    found = corp.user("bob").authorize(link(corp, "https://open.work.weixin.qq.com/wwopen/sso/qrConnect"))
    assert (found.errcode, found.url) == (50002, None)
    assert corp.apps["corp"] == app
    assert corp.user("bob").qy_login(), "what was said before is still so"


def test_a_corp_may_be_added_to_a_running_world(corp: MockWx, http: requests.Session) -> None:
    corp.client.call("PUT", "apps/rival", {"kind": "wecom", "agents": {"crm": {"agentid": "7", "secret": "mock-crm"}}})
    rival = corp.apps["rival"].appid
    assert gettoken(corp, http, corpid=rival, corpsecret="mock-crm").json()["errcode"] == 0
    assert gettoken(corp, http, corpsecret="mock-crm").json()["errcode"] == 40001


def test_the_journal_masks_secrets_and_tickets(corp: MockWx, http: requests.Session) -> None:
    page = "https://open.weixin.qq.com/connect/oauth2/authorize?scope=snsapi_privateinfo&x="
    code = corp.user("alice").authorize(link(corp, page).replace("x=?", "")).code
    query = {"access_token": gettoken(corp, http).json()["access_token"], "code": str(code)}
    ticket = http.get(f"{corp.url_for(QYAPI)}/cgi-bin/auth/getuserinfo", params=query, timeout=60).json()["user_ticket"]
    body = {"user_ticket": ticket}
    detail = f"{corp.url_for(QYAPI)}/cgi-bin/auth/getuserdetail"
    assert http.post(detail, params=query, json=body, timeout=60).json()["errcode"] == 0
    shown = str(corp.client.call("GET", "journal"))
    for secret in (ticket, query["access_token"], str(corp.apps["corp"].secret)):
        assert secret not in shown
