"""Third-party platforms: tickets, tokens, what apps authorise, and logins on their behalf."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from mockwx.core.people.accounts import Kind
from mockwx.core.people.callback import Callback
from mockwx.core.platforms import Component, open_appid_of
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import OPEN_HOST
from mockwx.core.world import Wechat
from mockwx.verbs import VerbError

from . import stage as s
from .platform_stage import OTHER, PlatformStage, authorized
from .stage import HOUR, MINUTE, Stage


def test_tickets_tokens_and_codes_look_as_those_of_wechat() -> None:
    stage = PlatformStage()
    ticket, info = stage.ticket(), stage.authorized()
    assert re.fullmatch(r"ticket@@@[\w-]{86}", ticket)
    assert re.fullmatch(r"preauthcode@@@[A-Za-z0-9]{86}", stage.pre_auth_code())
    assert re.fullmatch(r"queryauthcode@@@[A-Za-z0-9]{86}", stage.do("wechat.authorize_app")["auth_code"])
    assert re.fullmatch(r"refreshtoken@@@[\w-]{43}", info["authorizer_refresh_token"])
    keys = ["authorizer_appid", "authorizer_access_token", "expires_in", "authorizer_refresh_token", "func_info"]
    assert list(info) == keys
    assert info["func_info"][0] == {"funcscope_category": {"id": 1}}


def test_a_ticket_lives_twelve_hours_beside_later_ones() -> None:
    stage = PlatformStage()
    first = stage.ticket()
    stage.wait(10 * MINUTE)
    second = stage.ticket()
    assert second != first
    stage.wait(12 * HOUR - 10 * MINUTE - 1)
    assert stage.buy(first).errcode == 0
    stage.wait(1)
    assert stage.buy(first).errcode == 61005
    assert stage.buy(second).errcode == 0
    assert stage.buy(stage.ticket("rival")).errcode == 61006


def test_the_token_may_also_be_called_access_token() -> None:
    stage = PlatformStage()
    said = stage.ask_platform(s.PRE_AUTH_CODE, {}, None, access_token=stage.platform_token())
    assert said["expires_in"] == 1800


def test_the_token_of_another_platform_is_no_good() -> None:
    stage = authorized()
    theirs = stage.buy(stage.ticket("rival"), component_appid=OTHER.appid, component_appsecret=OTHER.secret)[
        "component_access_token"
    ]
    assert stage.ask_platform(s.PRE_AUTH_CODE, {}, theirs).errcode == 61011
    assert stage.on_behalf(s.COMPONENT_CODE2SESSION, theirs).errcode == 40001


def test_a_lent_token_works_wherever_the_apps_own_does_and_both_live_on() -> None:
    stage = PlatformStage()
    own, info = stage.token(), stage.authorized()
    lent = info["authorizer_access_token"]
    assert stage.works(own) == stage.works(lent) == 0
    renewed = stage.renew(info["authorizer_refresh_token"])
    assert renewed["authorizer_refresh_token"] == info["authorizer_refresh_token"]
    stage.do("wechat.revoke_token")
    assert stage.works(own) == 40001
    assert stage.works(lent) == stage.works(renewed["authorizer_access_token"]) == 0
    stage.wait(2 * HOUR)
    assert stage.works(lent) == 42001


def test_an_app_that_withdraws_ends_what_it_lent_until_it_authorises_again() -> None:
    stage = PlatformStage()
    info = stage.authorized()
    stage.do("wechat.unauthorize_app")
    assert stage.works(info["authorizer_access_token"]) == 61003
    assert stage.renew(info["authorizer_refresh_token"]).errcode == 61003
    assert stage.trade_for().errcode == 61003
    again = stage.authorized()
    assert again["authorizer_refresh_token"] != info["authorizer_refresh_token"]
    assert stage.renew(info["authorizer_refresh_token"]).errcode == 61023
    assert stage.renew(again["authorizer_refresh_token"]).errcode == 0
    assert stage.works(info["authorizer_access_token"]) == 0


def test_a_refused_api_says_that_the_platform_lacks_it_and_the_app_may_still_call() -> None:
    stage = PlatformStage(kind=Kind.MINIPROGRAM)
    own, lent = stage.token(), stage.authorized()["authorizer_access_token"]
    stage.set(denied=("getcallbackip",))
    assert stage.works(lent) == 61007
    assert stage.works(own) == 0


def test_a_login_on_behalf_finds_the_same_user_as_the_apps_own() -> None:
    mini = authorized(kind=Kind.MINIPROGRAM)
    assert mini.code2session().json["openid"] == mini.session()["openid"]
    assert mini.code2session(mini.login("bob")).json["openid"] == mini.session("bob")["openid"]
    club = authorized()
    own = club.tokens()
    tokens = club.trade_for()
    assert tokens["openid"] == own["openid"]
    assert club.refresh_for(tokens["refresh_token"])["access_token"] == tokens["access_token"]
    assert club.of_user(s.USERINFO, tokens.json)["openid"] == tokens["openid"]


def test_a_form_may_carry_what_belongs_to_the_exchange() -> None:
    stage = authorized()
    code, token = stage.oauth_code(), stage.platform_token()
    query = {"appid": stage.app.appid, "component_appid": stage.platform.appid}
    body = f"code={code}&grant_type=authorization_code&component_access_token={token}".encode()
    assert "openid" in stage.send("POST", s.COMPONENT_ACCESS_TOKEN, query, body).json


def test_a_link_of_a_platform_brings_the_appid_and_leads_to_the_platforms_domain() -> None:
    stage = authorized(domain="shop.example.com", platform={"domain": "www.example.com"})
    link = stage.link(component_appid=stage.platform.appid)
    back = stage.authorize(link=link)
    assert back["url"] == f"{s.CALLBACK}?code={back['code']}&state=s1&appid={stage.app.appid}"
    assert stage.trade_for(back["code"])["openid"]
    assert stage.authorize(link=stage.link())["errcode"] == 10003
    stage.do("wechat.unauthorize_app")
    assert stage.authorize(link=link)["errcode"] == 10015


def test_a_platform_that_does_not_exist_is_not_authorised() -> None:
    for other in (s.NO_APPID, s.SHOP.appid):
        assert authorized().visit(component_appid=other).errcode == 10015


# The page


def test_an_administrator_picks_an_app_and_is_led_back_with_a_code() -> None:
    stage = PlatformStage()
    page = stage.open_page().page
    assert "shop" in page
    assert "rival" not in page
    back = stage.open_page(mockwx_app="shop", mockwx_decision="allow").location
    assert back is not None
    brought = parse_qs(urlsplit(back).query)
    assert brought["expires_in"] == ["3600"]
    info = stage.ask_platform(s.QUERY_AUTH, {"authorization_code": brought["auth_code"][0]})["authorization_info"]
    assert info["authorizer_appid"] == stage.app.appid


def test_who_denies_is_led_nowhere() -> None:
    said = PlatformStage().open_page(mockwx_app="shop", mockwx_decision="deny")
    assert said.location is None
    assert "取消" in said.page


@pytest.mark.parametrize(
    ("query", "shown"),
    [({}, True), ({"auth_type": "1"}, True), ({"auth_type": "2"}, False), ({"biz_appid": "x"}, False)],
)
def test_the_page_shows_the_apps_that_the_link_asks_for(query: dict[str, str], shown: bool) -> None:
    assert (s.SHOP.appid in PlatformStage().open_page(**query).page) is shown


# After the authorisation


def test_a_platform_reads_what_an_app_is_by_its_kind() -> None:
    official, mini = authorized().info().json, authorized(kind=Kind.MINIPROGRAM, verified=False).info().json
    assert "MiniProgramInfo" not in official["authorizer_info"]
    assert list(mini["authorizer_info"]["MiniProgramInfo"]) == ["network", "categories", "visit_status"]
    assert official["authorizer_info"]["service_type_info"] == {"id": 2}
    assert mini["authorizer_info"]["verify_type_info"] == {"id": -1}
    assert official["authorizer_info"]["user_name"].startswith("gh_")


def test_an_app_that_was_declared_to_have_authorised_is_listed_with_a_refresh_token_that_works() -> None:
    stage = PlatformStage()
    stage.world.components.add(Component(stage.platform.appid, ("shop",)))
    listed = stage.ask_platform(s.AUTHORIZER_LIST, {"offset": 0, "count": 10}).json
    assert listed["total_count"] == 1
    (entry,) = listed["list"]
    assert entry["authorizer_appid"] == stage.app.appid
    assert entry["auth_time"] == s.START // 1000
    assert stage.renew(entry["refresh_token"]).errcode == 0


def test_a_list_is_read_in_pieces_and_has_only_those_who_still_authorise() -> None:
    stage = authorized()
    stage.wait(MINUTE)
    stage.do("wechat.authorize_app", app="shop")
    (entry,) = stage.ask_platform(s.AUTHORIZER_LIST, {"offset": 0, "count": 500})["list"]
    assert entry["auth_time"] == s.START // 1000 + 60
    assert stage.ask_platform(s.AUTHORIZER_LIST, {"offset": 1, "count": 500})["list"] == []
    stage.do("wechat.unauthorize_app")
    assert stage.ask_platform(s.AUTHORIZER_LIST, {})["total_count"] == 0


def test_an_option_that_was_set_is_read_by_either_token() -> None:
    stage = authorized()
    lent = stage.authorized()["authorizer_access_token"]
    given = {"option_name": "location_report", "option_value": "2"}
    assert stage.post(s.SET_OPTION, given, access_token=lent).errcode == 0
    told = {"authorizer_appid": stage.app.appid, **given}
    assert stage.post(s.GET_OPTION, given, access_token=lent).json == told
    assert stage.ask_platform(s.GET_OPTION, given | {"authorizer_appid": stage.app.appid}).json == told
    stage.do("wechat.unauthorize_app")
    assert stage.ask_platform(s.GET_OPTION, given | {"authorizer_appid": stage.app.appid}).errcode == 61003


def test_users_have_a_unionid_while_the_app_is_bound_to_an_open_account() -> None:
    stage = authorized(kind=Kind.MINIPROGRAM, owner=None)
    assert "unionid" not in stage.session()
    assert stage.tell(s.OPEN_HAVE, {}).json["have_open"] is False
    open_appid = stage.tell(s.OPEN_CREATE, {})["open_appid"]
    assert stage.tell(s.OPEN_GET, {}).json["open_appid"] == open_appid
    unionid = stage.session()["unionid"]
    assert stage.tell(s.OPEN_UNBIND, {"open_appid": open_appid}).errcode == 0
    assert "unionid" not in stage.session()
    assert stage.tell(s.OPEN_BIND, {"open_appid": open_appid}).errcode == 0
    assert stage.session()["unionid"] == unionid


def test_an_app_can_be_unbound_only_from_its_own_account() -> None:
    stage = authorized(kind=Kind.MINIPROGRAM, owner="acme")
    other = stage.world.components.create_open_account(stage.app)
    assert stage.tell(s.OPEN_UNBIND, {"open_appid": open_appid_of(other)}).errcode == 40013
    assert stage.tell(s.OPEN_UNBIND, {"open_appid": open_appid_of("acme")}).errcode == 0


def test_a_platform_clears_its_own_quotas_or_those_of_an_app_by_its_secret() -> None:
    stage = PlatformStage(limits={"api_component_token": (Quota(1, "day"),), "token": (Quota(1, "day"),)})
    assert [stage.buy().errcode for _ in range(2)] == [0, 45009]
    assert stage.clear_by_secret().errcode == 0
    assert stage.buy().errcode == 0
    assert [stage.fetch().errcode for _ in range(2)] == [0, 45009]
    stage.do("wechat.authorize_app", app="shop")
    assert stage.clear_by_secret(appid=stage.app.appid).errcode == 0
    assert stage.fetch().errcode == 0


def test_a_platform_clears_its_own_quotas_by_its_token() -> None:
    stage = PlatformStage(limits={"api_create_preauthcode": (Quota(1, "day"),)})
    token = stage.platform_token()
    assert [stage.ask_platform(s.PRE_AUTH_CODE, {}, token).errcode for _ in range(2)] == [0, 45009]
    assert stage.post(s.CLEAR, {"appid": stage.app.appid}, access_token=token).errcode == 40013
    assert stage.post(s.CLEAR, {"appid": stage.platform.appid}, access_token=token).errcode == 0
    assert stage.ask_platform(s.PRE_AUTH_CODE, {}, token).errcode == 0
    stage.wait(2 * HOUR)
    assert stage.post(s.CLEAR, {"appid": stage.platform.appid}, access_token=token).errcode == 42001


@pytest.mark.parametrize(
    ("host", "path"), [("mp.weixin.qq.com", "/safe/bindcomponent"), (OPEN_HOST, "/wxaopen/safe/bindcomponent")]
)
def test_an_administrator_authorises_on_a_phone_too(host: str, path: str) -> None:
    stage = PlatformStage()
    choice = {"auth_type": "3", "mockwx_app": "shop", "mockwx_decision": "allow"}
    back = stage.open_page(path, host, **choice).location
    assert back is not None
    code = parse_qs(urlsplit(back).query)["auth_code"][0]
    info = stage.ask_platform(s.QUERY_AUTH, {"authorization_code": code})["authorization_info"]
    assert info["authorizer_appid"] == stage.app.appid


# The verbs


def test_any_app_may_be_a_platform_where_any_app_is_welcome() -> None:
    stage = Stage(any_app=True)
    ticket_needs = {"component_appid": "wxsomebody", "component_appsecret": "x", "component_verify_ticket": "y"}
    assert stage.post(s.COMPONENT_TOKEN, ticket_needs).errcode == 61006


@pytest.mark.parametrize(
    ("args", "where"),
    [
        ({"app": "rival"}, "app"),
        ({"component": "shop"}, "component"),
        ({"component": "nobody"}, "component"),
        ({"tries": 9}, "tries"),
    ],
)
def test_an_authorisation_that_cannot_be_changes_nothing(args: dict[str, object], where: str) -> None:
    stage = PlatformStage(platform={"callback": Callback("http://127.0.0.1:9/", "mockwx", "a" * 43, "safe")})
    with pytest.raises(VerbError) as told:
        stage.do("wechat.authorize_app", **args)
    assert told.value.where == where
    assert stage.world.components.authorization(stage.platform.appid, stage.app) is None


def test_who_has_not_authorised_cannot_withdraw() -> None:
    with pytest.raises(VerbError, match="has not authorised platform"):
        PlatformStage().do("wechat.unauthorize_app")


@pytest.mark.parametrize(("choice", "errcode"), [("lives", 0), ("dies", 40001)])
def test_a_component_token_that_was_replaced_lives_or_dies_by_choice(choice: str, errcode: int) -> None:
    stage = authorized(wechat=Wechat(replaced_component_token=choice))  # type: ignore[arg-type]
    former = stage.platform_token()
    current = stage.platform_token()
    assert stage.ask_platform(s.PRE_AUTH_CODE, {}, former).errcode == errcode
    assert stage.ask_platform(s.PRE_AUTH_CODE, {}, current).errcode == 0
