"""WeCom's service providers: tickets, tokens, what corps install, and who logs in to a suite."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from mockwx.core.people.callback import Callback
from mockwx.core.wecom import Corp
from mockwx.core.world import Wechat
from mockwx.verbs import VerbError

from . import stage_suite as w
from .stage import HOUR, MINUTE
from .stage_suite import ERP, SuiteStage, installed

# Tokens


def test_a_suite_ticket_lives_thirty_minutes_beside_later_ones() -> None:
    stage = SuiteStage()
    first = stage.ticket()
    stage.wait(10 * MINUTE)
    second = stage.ticket()
    assert second != first
    stage.wait(20 * MINUTE - 1)
    assert "suite_access_token" in stage.buy(first).json
    stage.wait(1)
    assert stage.buy(first).errcode == 40085
    assert "suite_access_token" in stage.buy(second).json


def test_a_ticket_of_another_suite_is_no_good() -> None:
    stage = SuiteStage()
    said = stage.buy(stage.ticket("erp"))
    assert said.errcode == 40085
    assert said["errmsg"].startswith("invalid suite ticket, hint: [")


def test_the_tokens_of_providers_stay_the_same_while_they_live_and_tell_what_is_left() -> None:
    stage = SuiteStage()
    for buy, name in ((stage.buy, "suite_access_token"), (stage.buy_as_provider, "provider_access_token")):
        first = buy()
        stage.wait(HOUR)
        again = buy()
        assert again[name] == first[name]
        assert (first["expires_in"], again["expires_in"]) == (7200, 3600)
        stage.wait(HOUR)
        assert buy()[name] != first[name]


def test_tokens_come_without_an_errcode_unless_the_world_wants_one() -> None:
    plain, zero = SuiteStage(), SuiteStage(wechat=Wechat(suite_token_errcode="zero"))
    assert list(plain.buy().json) == ["suite_access_token", "expires_in"]
    assert list(plain.at_corp(w.CORP_TOKEN).json) == ["access_token", "expires_in"]
    assert list(zero.buy().json) == ["errcode", "errmsg", "suite_access_token", "expires_in"]
    assert list(zero.at_corp(w.CORP_TOKEN).json) == ["errcode", "errmsg", "access_token", "expires_in"]


def test_a_token_of_the_wrong_kind_is_40082() -> None:
    stage = SuiteStage()
    assert stage.ask(w.PRE_AUTH_CODE, token=stage.provider_token()).errcode == 40082
    assert stage.login_info("x", stage.suite_token()).errcode == 40082
    said = stage.ask(w.PRE_AUTH_CODE, token=stage.corp_token())
    assert said.errcode == 40082
    assert "a corp's access_token" in str(said.reason)


def test_a_token_that_wecom_has_revoked_is_40082() -> None:
    stage = SuiteStage()
    token = stage.suite_token()
    assert stage.do("wechat.revoke_token", app="crm")["revoked"] == 1
    assert stage.ask(w.PRE_AUTH_CODE, token=token).errcode == 40082
    assert stage.suite_token() != token
    of_corp = stage.corp_token()
    stage.do("wechat.revoke_token", app="shop")
    assert stage.call(w.USER_GET, access_token=of_corp, userid="alice").errcode == 40014


def test_the_text_of_a_wrong_token_was_shorter_in_2019() -> None:
    for as_of, text in ((None, " or provider_access_token"), ("2019-06-01", "")):
        said = SuiteStage(wechat=Wechat(as_of=as_of)).ask(w.PRE_AUTH_CODE, token="x")
        assert said["errmsg"].startswith(f"invalid suite_acccess_token{text}, hint: [")


def test_no_code_has_a_mark_that_would_open_a_back_door() -> None:
    stage = SuiteStage()
    for code in (stage.pre_auth_code(), stage.install()["auth_code"], stage.brought(w.PROVIDER_LOGIN)):
        assert re.fullmatch("[A-Za-z0-9]{64}", code)
        assert "mock" not in code.lower()


# Installing


def test_an_administrator_installs_from_the_providers_website() -> None:
    stage = SuiteStage()
    page = stage.install_page().page
    assert "shop" in page
    back = stage.install_page(mockwx_app="shop", mockwx_user="alice", mockwx_decision="allow").location
    assert back is not None
    brought = parse_qs(urlsplit(back).query)
    assert (brought["expires_in"], brought["state"]) == (["600"], ["s1"])
    fetched = stage.ask(w.PERMANENT_CODE_V2, {"auth_code": brought["auth_code"][0]})
    assert fetched["auth_corp_info"] == {"corpid": stage.app.appid, "corp_name": "shop"}
    assert fetched["auth_user_info"]["userid"] == stage.who("alice")["userid"]
    assert fetched["state"] == "s1"


def test_the_page_offers_the_corps_that_the_visitor_administrates() -> None:
    assert "mockshop" not in SuiteStage().install_page(mockwx_user="carol").page
    assert "mockshop" in SuiteStage().install_page(mockwx_user="bob").page


def test_who_denies_installs_nothing() -> None:
    stage = SuiteStage()
    said = stage.install_page(mockwx_app="shop", mockwx_decision="deny")
    assert said.location is None
    assert not stage.world.suites.is_installed(stage.crm.appid, stage.app)


def test_an_auth_code_is_spent_once_within_ten_minutes() -> None:
    stage = SuiteStage()
    code = stage.install()["auth_code"]
    assert stage.ask(w.PERMANENT_CODE, {"auth_code": code}).errcode == 0
    assert stage.ask(w.PERMANENT_CODE, {"auth_code": code}).errcode == 40078
    late = stage.install()["auth_code"]
    stage.wait(10 * MINUTE)
    assert stage.ask(w.PERMANENT_CODE, {"auth_code": late}).errcode == 40078


def test_the_verb_tells_the_permanent_code_that_the_api_gives() -> None:
    stage = SuiteStage()
    done = stage.install()
    assert stage.ask(w.PERMANENT_CODE_V2, {"auth_code": done["auth_code"]})["permanent_code"] == done["permanent_code"]


def test_a_permanent_code_lasts_until_the_corp_removes_the_suite() -> None:
    stage = SuiteStage()
    first = stage.permanent()
    assert stage.permanent() == first
    stage.do("wechat.uninstall_suite")
    assert stage.at_corp(w.CORP_TOKEN, first).errcode == 48004
    second = stage.permanent()
    assert second != first
    assert stage.at_corp(w.CORP_TOKEN, first).errcode == 40084
    reset = stage.do("wechat.reset_permanent_code")
    assert stage.at_corp(w.CORP_TOKEN, second).errcode == 40084
    fetched = stage.ask(w.PERMANENT_CODE_V2, {"auth_code": reset["auth_code"]})["permanent_code"]
    assert fetched == reset["permanent_code"]
    assert "access_token" in stage.at_corp(w.CORP_TOKEN, fetched).json


def test_a_corp_that_never_installed_the_suite_is_40082() -> None:
    said = SuiteStage().at_corp(w.CORP_TOKEN, "x")
    assert said.errcode == 40082
    assert said["errmsg"].startswith("invalid suite_acccess_token or provider_access_token, hint: [")


def test_a_corp_may_have_installed_it_from_the_beginning() -> None:
    stage = SuiteStage(suite={"corps": ("shop",)})
    assert stage.who()["corpid"] == stage.app.appid
    assert "auth_user_info" not in stage.ask(w.PERMANENT_CODE, {"auth_code": stage.install()["auth_code"]}).json


def test_a_suite_acts_at_the_corp_within_what_it_may_see() -> None:
    stage = installed(suite={"visible": ("alice",)})
    token = stage.corp_token()
    userid = stage.who()["userid"]
    assert stage.call(w.USER_GET, access_token=token, userid=userid).errcode == 0
    assert stage.call(w.USER_GET, access_token=token, userid="alice").errcode == 60111
    info = stage.at_corp(w.AUTH_INFO)["auth_info"]["agent"][0]
    assert info["privilege"]["allow_user"] == [userid]
    stage.world.suites.add(w.Suite(stage.crm.appid, provider="isv", visible=()))
    assert stage.call(w.USER_GET, access_token=token, userid=userid).errcode == 60011


def test_an_app_that_a_provider_develops_fetches_its_token_by_the_permanent_code() -> None:
    stage = SuiteStage(crm={"appid": "dk00000000mockcrm"}, suite={"userids": "plain"})
    query = {"corpid": stage.app.appid, "corpsecret": stage.permanent()}
    token = stage.call("/cgi-bin/gettoken", **query)["access_token"]
    stage.world.accounts.user_made("alice")
    assert stage.call(w.USER_GET, access_token=token, userid="alice")["userid"] == "alice"
    stage.do("wechat.uninstall_suite")
    assert stage.call("/cgi-bin/gettoken", **query).errcode == 40001


def test_a_permanent_code_of_another_kind_of_suite_is_no_corpsecret() -> None:
    stage = SuiteStage()
    query = {"corpid": stage.app.appid, "corpsecret": stage.permanent()}
    assert stage.call("/cgi-bin/gettoken", **query).errcode == 40001


# Logging in


def test_a_member_has_the_same_open_userid_in_all_suites_of_the_provider() -> None:
    stage = installed()
    member = stage.who().json
    assert list(member) == ["errcode", "errmsg", "corpid", "userid", "user_ticket", "expires_in", "open_userid"]
    assert re.fullmatch(r"wo[\w-]{30}", member["userid"])
    assert member["userid"] == member["open_userid"]
    stage.install(suite="erp")
    other = stage.buy(stage.ticket("erp"), suite_id=ERP.appid, suite_secret=ERP.secret)["suite_access_token"]
    code = stage.brought(w.AUTHORIZE, appid=ERP.appid)
    assert stage.ask(w.USERINFO, token=other, code=code)["open_userid"] == member["open_userid"]


def test_at_corps_of_the_old_scheme_a_userid_is_the_corps_own() -> None:
    member = installed(suite={"userids": "plain"}).who().json
    assert member["userid"] == "alice"
    assert member["open_userid"].startswith("wo")


def test_who_is_no_member_has_an_openid() -> None:
    stage = installed()
    assert list(stage.who("carol").json) == ["errcode", "errmsg", "openid"]
    old = stage.who("carol", w.USERINFO_OLD).json
    assert list(old) == ["errcode", "errmsg", "OpenId", "DeviceId"]
    assert old["OpenId"] == stage.who("carol")["openid"]


def test_a_member_of_a_corp_that_removed_the_suite_is_a_stranger() -> None:
    stage = installed()
    code = stage.brought(w.AUTHORIZE)
    stage.do("wechat.uninstall_suite")
    assert "openid" in stage.ask(w.USERINFO, code=code).json


def test_a_used_code_is_40029_and_the_error_has_parents() -> None:
    stage = installed()
    code = stage.brought(w.AUTHORIZE)
    stage.ask(w.USERINFO, code=code)
    said = stage.ask(w.USERINFO, code=code)
    assert said.errcode == 40029
    assert list(said.json) == ["errcode", "errmsg", "parents"]
    assert said["parents"] == []


@pytest.mark.parametrize(
    ("scope", "ticket", "gender"),
    [("snsapi_base", False, None), ("snsapi_userinfo", True, "0"), ("snsapi_privateinfo", True, "real")],
)
def test_what_a_login_may_tell_depends_on_its_scope(scope: str, ticket: bool, gender: str | None) -> None:
    stage = installed()
    member = stage.who(scope=scope).json
    assert ("user_ticket" in member) is ticket
    if gender is not None:
        told = stage.detail(member["user_ticket"]).json
        assert told["name"] == told["userid"] == member["userid"]
        assert told["gender"] == "0" if gender == "0" else told["gender"] in ("1", "2")


def test_a_login_by_qr_code_gives_no_ticket_and_no_device() -> None:
    stage = installed()
    assert "user_ticket" not in stage.who(where=w.LOGIN).json
    assert stage.who(path=w.USERINFO_OLD, where=w.LOGIN)["DeviceId"] == ""
    assert len(stage.who(path=w.USERINFO_OLD)["DeviceId"]) == 32


def test_who_refuses_is_led_back_with_the_state_alone() -> None:
    stage = installed()
    for where in (w.AUTHORIZE, w.LOGIN, w.PROVIDER_LOGIN):
        location = stage.open(where, mockwx_decision="deny").location
        assert location is not None
        assert location.endswith("/callback?state=s1")


def test_a_phone_follows_each_of_a_suites_links() -> None:
    stage = installed()
    for (host, path), query, name in (
        (w.AUTHORIZE, f"appid={stage.crm.appid}&scope=snsapi_base", "code"),
        (w.LOGIN, f"appid={stage.crm.appid}&login_type=ServiceApp", "code"),
        (w.PROVIDER_LOGIN, f"appid={stage.isv.appid}&usertype=member", "auth_code"),
    ):
        link = f"https://{host}{path}?{query}&redirect_uri=https%3A%2F%2Fwww.example.com%2Fx"
        back = stage.authorize("alice", link)
        assert back["url"].startswith(f"https://www.example.com/x?{name}={back['code']}&")
        assert back["url"].endswith("&state=")


def test_a_member_of_two_corps_comes_from_the_one_that_the_link_names() -> None:
    stage = installed()
    stage.world.corps.add(Corp(stage.isv.appid, members=("alice",), provider_secret=w.PROVIDER_SECRET))
    stage.install(corp="isv")
    assert {stage.who(mockwx_app=name)["corpid"] for name in ("shop", "isv")} == {stage.app.appid, stage.isv.appid}


def test_a_mini_program_of_a_suite_logs_members_in() -> None:
    stage = installed()
    session = stage.session_of(stage.qy_code()).json
    assert list(session) == ["corpid", "userid", "session_key", "open_userid", "errcode", "errmsg"]
    assert session["userid"] == stage.who()["userid"]


def test_a_code_of_an_app_that_is_not_linked_to_the_suite_is_40082() -> None:
    stage = installed()
    said = stage.session_of(stage.qy_code(app="shop"))
    assert said.errcode == 40082
    spent = stage.qy_code()
    assert stage.session_of(spent).errcode == 0
    assert stage.session_of(spent).errcode == 40029


def test_only_a_member_has_wecom_on_the_phone() -> None:
    with pytest.raises(VerbError, match="carol is a visible member of no corp"):
        installed().qy_code("carol")


@pytest.mark.parametrize(
    ("user", "usertype", "told"), [("alice", "admin", 1), ("bob", "admin", 2), ("alice", "member", 5)]
)
def test_a_provider_learns_who_logs_in_and_as_what(user: str, usertype: str, told: int) -> None:
    stage = installed()
    info = stage.login_info(stage.brought(w.PROVIDER_LOGIN, user, usertype=usertype)).json
    assert (info["usertype"], info["corp_info"]) == (told, {"corpid": stage.app.appid})
    assert info["user_info"]["open_userid"] == stage.who(user)["open_userid"]
    assert ("agent" in info) is (told != 5)


def test_a_login_at_the_provider_is_spent_once() -> None:
    stage = installed()
    code = stage.brought(w.PROVIDER_LOGIN)
    assert stage.login_info(code).errcode == 0
    assert stage.login_info(code).errcode == 40078


# The verbs


@pytest.mark.parametrize("verb", ["change_suite", "uninstall_suite", "reset_permanent_code"])
def test_what_is_not_installed_cannot_be_changed(verb: str) -> None:
    with pytest.raises(VerbError, match="shop has not installed crm"):
        SuiteStage().do(f"wechat.{verb}")


@pytest.mark.parametrize(
    ("args", "where"),
    [({"suite": "shop"}, "suite"), ({"corp": "crm"}, "corp"), ({"user": "carol"}, "user"), ({"tries": 9}, "tries")],
)
def test_an_installation_that_cannot_be_changes_nothing(args: dict[str, object], where: str) -> None:
    stage = SuiteStage(crm={"callback": Callback("http://127.0.0.1:9/", "mockwx", "a" * 43, "safe")})
    with pytest.raises(VerbError) as told:
        stage.install(**args)
    assert told.value.where == where
    assert stage.world.suites.installation(stage.crm.appid, stage.app) is None


def test_a_ticket_is_for_a_suite() -> None:
    with pytest.raises(VerbError, match="suite_ticket is for an app of kind suite"):
        SuiteStage().ticket("shop")
