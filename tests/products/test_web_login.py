"""Facts about logging in to a website inside WeChat: link, page, exchange, refresh, profile."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from mockwx.core.people.accounts import Kind, User
from mockwx.core.world import Wechat

from . import stage as s
from .stage import CAFE, DAY, HOUR, MINUTE, SECOND, Stage, official, replace

ALICE = User("alice", nickname="小明🐼", gender=2, city="Guangzhou", province="Guangdong")


def keys(text: bytes) -> list[str]:
    return list(json.loads(text))


# The link and its page


def test_a_silent_login_leads_straight_back_with_code_and_state() -> None:
    said = official().visit(scope="snsapi_base", state="a1B2")
    assert said.exchange.response.status == 302
    assert re.fullmatch(r"https://www\.example\.com/callback\?code=0[A-Za-z0-9]{31}&state=a1B2", said.location or "")


def test_a_login_with_consent_asks_first() -> None:
    said = official().visit()
    assert (said.location, said.exchange.response.status) == (None, 200)
    assert "允许" in said.page
    assert "拒绝" in said.page


def test_a_silent_login_asks_where_the_popup_is_forced() -> None:
    assert "允许" in official().visit(scope="snsapi_base", forcePopup="true").page
    assert official().visit(scope="snsapi_base", forcePopup="false").location is not None


@pytest.mark.parametrize(
    ("redirect_uri", "shape"),
    [
        ("http://www.qq.com/wx#/pages", "http://www.qq.com/wx?code=CODE&state=s1#/pages"),
        ("http://www.qq.com/wx?a=1", "http://www.qq.com/wx?a=1&code=CODE&state=s1"),
        ("http://www.qq.com/wx?a=1#b?c", "http://www.qq.com/wx?a=1&code=CODE&state=s1#b?c"),
        ("http://www.qq.com/wx?", "http://www.qq.com/wx?code=CODE&state=s1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000?code=CODE&state=s1"),
        ("http://www.qq.com/你好 x", "http://www.qq.com/%E4%BD%A0%E5%A5%BD%20x?code=CODE&state=s1"),
        ("http://www.qq.com/\r\nSet-Cookie: a=b", "http://www.qq.com/%0D%0ASet-Cookie:%20a=b?code=CODE&state=s1"),
    ],
)
def test_the_code_stands_behind_the_query_and_before_the_fragment(redirect_uri: str, shape: str) -> None:
    said = official().visit(scope="snsapi_base", redirect_uri=redirect_uri)
    assert re.sub(r"code=\w{32}", "code=CODE", said.location or "") == shape


@pytest.mark.parametrize(("state", "back"), [("", ""), (None, ""), ("a b&c=d#e", "a b&c=d#e"), ("中", "中")])
def test_the_state_comes_back_as_it_is(state: str | None, back: str) -> None:
    query = urlsplit(official().visit(scope="snsapi_base", state=state).location or "").query
    assert parse_qs(query, keep_blank_values=True)["state"] == [back]


@pytest.mark.parametrize(
    ("redirect_uri", "errcode"),
    [
        ("https://www.example.com/callback", 0),
        ("http://www.example.com:8000/x?y", 0),
        ("https://WWW.Example.com", 0),
        ("https://example.com/", 10003),
        ("https://a.www.example.com/", 10003),
        ("https://www.example.com.evil.org/", 10003),
        ("https://www.example.com@evil.org/", 10003),
        ("https://evil.org/?www.example.com", 10003),
        ("www.example.com/callback", 10003),
        ("javascript:alert(1)//www.example.com", 10003),
        ("https://[::1", 10003),
    ],
)
def test_a_login_leads_only_to_the_very_domain(redirect_uri: str, errcode: int) -> None:
    said = official(domain="www.example.com").visit(scope="snsapi_base", redirect_uri=redirect_uri)
    assert said.errcode == errcode
    assert (said.location is None) == bool(errcode)


def test_an_error_is_a_page_and_never_goes_to_the_website() -> None:
    said = official(domain="www.example.com").visit(redirect_uri="https://example.com/")
    assert (said.exchange.response.status, said.location) == (200, None)
    assert '<h4 class="weui_msg_title">redirect_uri域名与后台配置不一致</h4>' in said.page
    assert "<title>抱歉，出错了</title>" in said.page


def test_what_a_link_holds_does_no_harm_on_a_page() -> None:
    stage = official()
    stage.world.accounts.add_user(User("eve", nickname="<script>alert(1)</script>"))
    for said in (stage.visit(None), stage.visit('"><script>'), stage.visit(scope="<script>")):
        assert "<script>" not in said.page


@pytest.mark.parametrize(
    ("kind", "scope", "errcode"),
    [
        (Kind.OFFICIAL, "snsapi_base", 0),
        (Kind.OFFICIAL, "snsapi_userinfo", 0),
        (Kind.OFFICIAL, "snsapi_login", 10005),
        (Kind.OFFICIAL, "snsapi_base,snsapi_userinfo", 10005),
        (Kind.WEBSITE, "snsapi_login", 10016),
        (Kind.MOBILE, "snsapi_userinfo", 10016),
        (Kind.MINIPROGRAM, "snsapi_base", 10016),
    ],
)
def test_which_apps_and_scopes_this_page_is_for(kind: Kind, scope: str, errcode: int) -> None:
    assert Stage(kind=kind).visit(scope=scope).errcode == errcode


def test_an_unverified_account_may_ask_for_nothing_unless_it_is_a_test_account() -> None:
    assert official(verified=False).visit().errcode == 10005
    assert official(verified=False, test_account=True).visit().errcode == 0


def test_a_test_account_lets_its_followers_in() -> None:
    stage = official(test_account=True, followers=("bob",))
    assert stage.visit("bob", scope="snsapi_base").errcode == 0
    assert stage.visit("alice", scope="snsapi_base").errcode == 10006


def test_several_wrongs_are_told_in_this_order() -> None:
    wrongs: list[tuple[int, dict[str, str | None]]] = [
        (10012, {"appid": None}),
        (10011, {"redirect_uri": None}),
        (10010, {"scope": None}),
    ]
    for place, (errcode, _) in enumerate(wrongs):
        given = {name: value for _, each in wrongs[place:] for name, value in each.items()}
        assert official().visit(**given).errcode == errcode


def test_a_browser_of_nobody_is_asked_who_it_is() -> None:
    stage = official(users=(ALICE,))
    for scope in ("snsapi_base", "snsapi_userinfo"):
        page = stage.visit(None, scope=scope).page
        assert "小明🐼" in page
        assert 'value="alice"' in page
        assert '<form method="post">' in page


def test_the_form_on_the_page_leads_back() -> None:
    stage = official()
    query = {"appid": stage.app.appid, "redirect_uri": s.CALLBACK, "scope": "snsapi_userinfo", "state": "x"}
    said = stage.send("POST", s.AUTHORIZE, query, b"mockwx_user=bob&mockwx_decision=allow")
    code = parse_qs(urlsplit(said.location or "").query)["code"][0]
    assert stage.trade(code).exchange.user == "bob"


def test_outside_wechat_the_page_can_be_refused_as_wechat_does() -> None:
    page = official(wechat=Wechat(outside_wechat="refused")).visit(None).page
    assert "<h4>请在微信客户端打开链接</h4>" in page
    assert "<title>抱歉，出错了</title>" in page


@pytest.mark.parametrize(
    ("denied", "url"),
    [
        ("nothing", None),
        ("state_only", f"{s.CALLBACK}?state=s1"),
        ("authdeny", f"{s.CALLBACK}?code=authdeny&state=s1"),
    ],
)
def test_a_person_who_refuses_is_led_where_the_world_says(denied: str, url: str | None) -> None:
    stage = official(wechat=Wechat(denied=denied))  # type: ignore[arg-type]
    assert stage.authorize(decision="deny")["url"] == url
    assert stage.visit(mockwx_decision="deny").location == url


def test_a_silent_login_cannot_be_refused() -> None:
    stage = official()
    assert stage.authorize(link=stage.link(scope="snsapi_base"), decision="deny")["code"] is not None


# The exchange


def test_an_exchange_answers_with_these_keys_in_this_order() -> None:
    stage = official(owner="acme")
    assert keys(stage.trade(stage.oauth_code()).body) == [
        "access_token",
        "expires_in",
        "refresh_token",
        "openid",
        "scope",
        "unionid",
    ]


def test_a_success_of_sns_has_no_errcode_and_is_plain_text() -> None:
    stage = official()
    said = stage.trade(stage.oauth_code())
    tokens = said.json
    for each in (said, stage.refresh(tokens["refresh_token"]), stage.of_user(s.USERINFO, tokens)):
        assert b"errcode" not in each.body
        assert each.exchange.response.content_type == "text/plain"


def test_an_app_without_an_owner_gives_no_unionid_at_all() -> None:
    stage = official(owner=None)
    assert "unionid" not in stage.tokens()
    assert "unionid" not in stage.of_user(s.USERINFO, stage.tokens()).json


def test_the_unionid_is_the_same_in_all_apps_of_one_owner() -> None:
    stage = official()
    assert stage.tokens()["unionid"] == stage.world.accounts.unionid(CAFE, User("alice"))


@pytest.mark.parametrize(
    ("wechat", "given"),
    [
        (Wechat(), False),
        (Wechat(as_of="2017-12-31"), True),
        (Wechat(as_of="2018-01-01"), False),
        (Wechat(base_unionid="given"), True),
    ],
)
def test_a_silent_login_tells_no_unionid_since_2018_unless_the_world_says_so(wechat: Wechat, given: bool) -> None:
    stage = official(wechat=wechat)
    assert ("unionid" in stage.tokens(scope="snsapi_base")) is given
    assert "unionid" in stage.tokens(scope="snsapi_userinfo")


def test_the_openid_is_the_one_that_a_login_of_the_same_app_has() -> None:
    stage = official()
    assert stage.tokens()["openid"] == stage.world.accounts.openid(stage.app, User("alice"))


def test_an_exchange_takes_get_and_post_with_query_and_form_mixed() -> None:
    stage = official()
    every = {"appid": stage.app.appid, "secret": stage.app.secret or "", "grant_type": "authorization_code"}

    def form(given: dict[str, str]) -> bytes:
        return "&".join(f"{name}={value}" for name, value in given.items()).encode()

    assert stage.get(s.ACCESS_TOKEN, **every, code=stage.oauth_code()).errcode == 0
    assert stage.send("POST", s.ACCESS_TOKEN, None, form(every | {"code": stage.oauth_code()})).errcode == 0
    rest = form({"grant_type": "authorization_code", "code": stage.oauth_code(), "redirect_uri": "x"})
    query: dict[str, str | None] = {"appid": every["appid"], "secret": every["secret"]}
    assert stage.send("POST", s.ACCESS_TOKEN, query, rest).errcode == 0


def test_a_wrong_grant_type_is_told_with_a_newline() -> None:
    said = official().trade("x", grant_type="code")
    assert said["errmsg"] == f"invalid grant_type\n, rid: {said.exchange.rid}"
    assert b"invalid grant_type\\n, rid" in said.body


def test_a_code_lives_five_minutes_and_is_then_unknown() -> None:
    stage = official()
    young, old = stage.oauth_code(), stage.oauth_code()
    stage.wait(5 * MINUTE - 1)
    assert stage.trade(young).errcode == 0
    stage.wait(1)
    assert stage.trade(old).errcode == 40029


def test_a_code_is_of_one_app_and_one_kind() -> None:
    club = replace(CAFE, kind=Kind.OFFICIAL)
    stage = Stage(club, kind=Kind.OFFICIAL)
    assert stage.trade(stage.oauth_code(), appid=club.appid, secret=club.secret).errcode == 40029
    assert stage.trade(stage.login()).errcode == 40242
    assert stage.exchange(stage.oauth_code()).errcode == 48001  # an official account has no code2session
    code = stage.oauth_code()
    stage.change(kind=Kind.MINIPROGRAM)
    assert stage.exchange(code).errcode == 40029


@pytest.mark.parametrize(
    ("wrong", "errcode"),
    [
        ({"appid": None, "secret": None, "code": None}, 41002),
        ({"appid": s.NO_APPID, "secret": None, "code": None}, 40013),
        ({"secret": None, "code": None}, 41004),
        ({"code": None, "secret": s.NO_SECRET}, 41008),
        ({"code": s.NO_CODE, "secret": s.NO_SECRET}, 40029),
    ],
)
def test_an_exchange_tells_the_first_wrong(wrong: dict[str, str | None], errcode: int) -> None:
    stage = official()
    given: dict[str, str | None] = {"code": stage.oauth_code()} | wrong
    assert stage.trade(**given).errcode == errcode


def test_a_snapshot_page_has_a_virtual_user_who_tells_nothing() -> None:
    stage = official()
    tokens = stage.tokens(snapshot=True)
    assert list(tokens)[-1] == "is_snapshotuser"
    assert tokens["is_snapshotuser"] == 1
    real = stage.tokens()
    assert "is_snapshotuser" not in real
    assert tokens["openid"] != real["openid"]
    assert stage.of_user(s.USERINFO, tokens).errcode == 48001


# Refreshing


def test_refreshing_a_live_token_gives_the_same_one_a_longer_life() -> None:
    stage = official()
    tokens = stage.tokens()
    stage.wait(HOUR)
    again = stage.refresh(tokens["refresh_token"]).json
    assert list(again) == ["openid", "access_token", "expires_in", "refresh_token", "scope"]
    assert [again[name] for name in ("openid", "access_token", "refresh_token")] == [
        tokens[name] for name in ("openid", "access_token", "refresh_token")
    ]
    stage.wait(2 * HOUR - SECOND)
    assert stage.of_user(s.USERINFO, tokens).errcode == 0
    stage.wait(SECOND)
    assert stage.of_user(s.USERINFO, tokens).errcode == 42001


def test_refreshing_a_dead_token_gives_a_new_one() -> None:
    stage = official()
    tokens = stage.tokens()
    stage.wait(2 * HOUR)
    again = stage.refresh(tokens["refresh_token"]).json
    assert again["access_token"] != tokens["access_token"]
    assert again["refresh_token"] == tokens["refresh_token"]
    assert stage.of_user(s.USERINFO, again).errcode == 0
    assert stage.refresh(tokens["refresh_token"])["access_token"] == again["access_token"]


@pytest.mark.parametrize(("kind", "days"), [(Kind.OFFICIAL, 30), (Kind.MOBILE, 180)])
def test_a_refresh_token_lives_so_long_and_is_never_extended(kind: Kind, days: int) -> None:
    stage = Stage(kind=kind)
    code = stage.do("phone.sendAuth", user="alice")["code"] if kind is Kind.MOBILE else stage.oauth_code()
    token = stage.trade(code)["refresh_token"]
    for _ in range(days - 1):
        stage.wait(DAY)
        assert stage.refresh(token)["refresh_token"] == token
    stage.wait(DAY - SECOND)
    assert stage.refresh(token).errcode == 0
    stage.wait(SECOND)
    assert stage.refresh(token).errcode == 42002


@pytest.mark.parametrize("scope", ["snsapi_userinfo", "snsapi_base"])
def test_the_scope_of_a_refresh_ends_in_a_comma(scope: str) -> None:
    stage = official()
    wanted = "snsapi_base," if scope == "snsapi_base" else "snsapi_base,snsapi_userinfo,"
    assert stage.refresh(stage.tokens(scope=scope)["refresh_token"])["scope"] == wanted


def test_a_refresh_token_is_of_one_app() -> None:
    club = replace(CAFE, kind=Kind.OFFICIAL)
    stage = Stage(club, kind=Kind.OFFICIAL)
    assert stage.refresh(stage.tokens()["refresh_token"], appid=club.appid).errcode == 40030


def test_a_new_password_ends_all_tokens_of_this_user_and_of_no_other() -> None:
    stage = official()
    alices, bobs = stage.tokens("alice"), stage.tokens("bob")
    stage.do("wechat.change_password", user="alice")
    assert stage.of_user(s.USERINFO, alices).errcode == stage.refresh(alices["refresh_token"]).errcode == 42007
    assert stage.of_user(s.USERINFO, bobs).errcode == 0
    assert stage.of_user(s.USERINFO, stage.tokens("alice")).errcode == 0


# The profile


def test_a_profile_has_these_keys_in_this_order_and_escapes_slashes() -> None:
    stage = official(users=(ALICE,))
    said = stage.of_user(s.USERINFO, stage.tokens())
    assert keys(said.body) == [
        "openid",
        "nickname",
        "sex",
        "language",
        "city",
        "province",
        "country",
        "headimgurl",
        "privilege",
        "unionid",
    ]
    assert "小明🐼".encode() in said.body
    assert rb"https:\/\/thirdwx.qlogo.cn\/mmopen\/" in said.body


def test_since_october_2021_a_profile_tells_neither_gender_nor_place() -> None:
    stage = official(users=(ALICE,))
    stage.do("clock.set", at="2021-10-19T23:59:59+08:00")
    before = stage.of_user(s.USERINFO, stage.tokens(), lang="zh_CN").json
    told = ("sex", "language", "city", "province", "country")
    assert [before[name] for name in told] == [2, "zh_CN", "Guangzhou", "Guangdong", "中国"]
    assert stage.of_user(s.USERINFO, stage.tokens())["country"] == "CN"
    stage.do("clock.set", at="2021-10-20T00:00:00+08:00")
    after = stage.of_user(s.USERINFO, stage.tokens(), lang="zh_CN").json
    assert [after[name] for name in told] == [0, "", "", "", ""]
    assert after["nickname"] == "小明🐼"


def test_the_token_alone_says_whose_profile_it_is_unless_the_world_minds() -> None:
    stage = official()
    alices, bobs = stage.tokens("alice"), stage.tokens("bob")
    assert stage.of_user(s.USERINFO, alices, openid=bobs["openid"])["openid"] == alices["openid"]
    assert stage.of_user(s.USERINFO, alices, openid="100%")["openid"] == alices["openid"]
    assert stage.of_user(s.AUTH, alices, openid=bobs["openid"]).errcode == 40003


def test_an_apps_own_token_is_no_users_token() -> None:
    stage = official()
    openid = stage.tokens()["openid"]
    said = stage.get(s.USERINFO, access_token=stage.token(), openid=openid)
    rid = said.exchange.rid
    assert said["errmsg"] == f"invalid credential, access_token is invalid or not latest, rid: {rid}"
    assert said.errcode == 40001
    said = stage.get(s.AUTH, access_token=stage.token(), openid=openid)
    assert said["errmsg"] == f"invalid access_token rid: {said.exchange.rid}"
    assert said.errcode == 40014
    assert stage.get(s.USER_INFO, access_token=stage.tokens()["access_token"], openid=openid).errcode == 40001


def test_a_silent_logins_token_tells_no_profile() -> None:
    stage = official()
    tokens = stage.tokens(scope="snsapi_base")
    assert stage.of_user(s.USERINFO, tokens).errcode == 48001
    assert stage.of_user(s.AUTH, tokens).errcode == 0


# Tickets and followers


def test_a_ticket_is_the_same_for_whichever_token_until_it_ends() -> None:
    stage = Stage()
    first = stage.ask(s.TICKET, type="jsapi").json
    assert first["expires_in"] == 7200
    stage.wait(HOUR)
    again = stage.ask(s.TICKET, type="jsapi").json
    assert (again["ticket"], again["expires_in"]) == (first["ticket"], 3600)
    assert stage.ask(s.TICKET, type="wx_card")["ticket"] != first["ticket"]
    stage.wait(HOUR)
    assert stage.ask(s.TICKET, type="jsapi")["ticket"] != first["ticket"]


def test_who_does_not_follow_is_told_with_empty_fields() -> None:
    stage = official(followers=("bob",), owner="acme")
    openids = {name: stage.tokens(name)["openid"] for name in ("alice", "bob")}
    stranger = stage.ask(s.USER_INFO, openid=openids["alice"]).json
    assert json.dumps(stranger | {"openid": ""}, separators=(",", ":")) == (
        '{"subscribe":0,"openid":"","nickname":"","sex":0,"language":"zh_CN","city":"","province":"","country":"",'
        '"headimgurl":"","tagid_list":[]}'
    )
    follower = stage.ask(s.USER_INFO, openid=openids["bob"]).json
    assert follower["subscribe"] == 1
    assert not {"nickname", "headimgurl", "sex", "city"} & follower.keys()


def test_an_unknown_appid_becomes_an_official_account_where_any_app_is_welcome() -> None:
    stage = official()
    world = stage.worlds.put("", s.Scenario(start=s.START, frozen=True, any_app=True), wall=0)
    assert stage.visit(appid="wx0123456789abcdef", scope="snsapi_base").errcode == 0
    app = world.accounts.app("wx0123456789abcdef")
    assert app is not None
    assert app.kind is Kind.OFFICIAL


def test_who_has_consented_once_is_known_by_a_later_silent_login() -> None:
    stage = official()
    assert stage.of_user(s.USERINFO, stage.tokens(scope="snsapi_base")).errcode == 48001
    stage.tokens(scope="snsapi_userinfo")
    later = stage.tokens(scope="snsapi_base")
    assert later["scope"] == "snsapi_base"
    assert "nickname" in stage.of_user(s.USERINFO, later).json
    assert stage.refresh(later["refresh_token"])["scope"] == "snsapi_base,snsapi_userinfo,"


def test_a_consent_is_of_one_person_in_one_app_and_ends_when_it_is_taken_back() -> None:
    stage = official()
    stage.tokens("alice")
    assert stage.of_user(s.USERINFO, stage.tokens("bob", scope="snsapi_base")).errcode == 48001
    stage.do("wechat.push", event="user_authorization_revoke", user="alice", send=False)
    silent = stage.tokens("alice", scope="snsapi_base")
    assert stage.of_user(s.USERINFO, silent).errcode == 48001
    assert stage.refresh(silent["refresh_token"])["scope"] == "snsapi_base,"


def test_the_virtual_user_of_a_snapshot_page_consents_for_nobody() -> None:
    stage = official()
    stage.tokens(snapshot=True)
    assert stage.of_user(s.USERINFO, stage.tokens(scope="snsapi_base")).errcode == 48001


def test_a_later_login_at_an_official_account_ends_the_tokens_of_the_earlier() -> None:
    stage = official()
    first, bobs, virtual = stage.tokens(), stage.tokens("bob"), stage.tokens(snapshot=True)
    assert stage.of_user(s.AUTH, first).errcode == 0
    stage.tokens(scope="snsapi_base")
    assert stage.of_user(s.USERINFO, first).errcode == 40001
    assert stage.refresh(first["refresh_token"]).errcode == 40030
    assert stage.of_user(s.AUTH, bobs).errcode == stage.of_user(s.AUTH, virtual).errcode == 0


def test_earlier_tokens_live_on_where_the_world_says_so_and_in_mobile_apps() -> None:
    stage = official(wechat=Wechat(later_login="keeps_tokens"))
    first = stage.tokens()
    stage.tokens()
    assert stage.of_user(s.AUTH, first).errcode == 0
    game = Stage(kind=Kind.MOBILE)
    codes = [game.do("phone.sendAuth", user="alice")["code"] for _ in range(2)]
    first, _ = [dict(game.trade(code).json) for code in codes]
    assert game.of_user(s.AUTH, first).errcode == 0


@pytest.mark.parametrize(("state", "errcode"), [("s" * 128, 0), ("s" * 129, 10014), ("密" * 42, 0), ("密" * 43, 10014)])
def test_a_state_has_at_most_128_bytes(state: str, errcode: int) -> None:
    said = official().visit(state=state)
    assert said.errcode == errcode
    assert ("state参数过长" in said.body.decode()) is bool(errcode)


def test_the_order_of_a_links_parameters_matters_only_where_the_world_says_so() -> None:
    for stage, errcode in ((official(), 0), (official(wechat=Wechat(link_order="documented")), 10012)):
        turned = {"redirect_uri": s.CALLBACK, "appid": stage.app.appid, "scope": "snsapi_base", "mockwx_user": "alice"}
        assert stage.get(s.AUTHORIZE, **turned).errcode == errcode
        right = {"redirect_uri": s.CALLBACK, "response_type": "code", "scope": "snsapi_base", "state": "x"}
        assert stage.get(s.AUTHORIZE, appid=stage.app.appid, **right, mockwx_user="alice").errcode == 0
