"""Login at WeCom: who one is, what an agent may know, and how tokens, tickets and links live."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import App, Kind, User, app_called
from mockwx.core.rules.faults import Fields, Refuse
from mockwx.core.rules.rules import Rule, When
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.core.wecom import Agent
from mockwx.core.world import Wechat
from mockwx.scenario.scenario import Scenario
from mockwx.verbs import VerbError

from . import stage as s
from . import stage_wecom as w
from .stage import HOUR, SECOND, Stage
from .stage_wecom import ALICE_ONLY, CRM, CorpStage

PAGES = (w.AUTHORIZE, w.LOGIN, w.QRCONNECT)
LOGIN_PAGES = PAGES[1:]


# Who it is


def test_a_visible_member_has_a_userid_and_a_ticket() -> None:
    answer = CorpStage(ALICE_ONLY).who("alice").json
    assert list(answer) == ["errcode", "errmsg", "userid", "user_ticket"]
    assert (answer["errcode"], answer["errmsg"], answer["userid"]) == (0, "ok", "alice")
    assert len(answer["user_ticket"]) <= 512


def test_an_invisible_member_has_a_userid_and_no_ticket() -> None:
    assert CorpStage(ALICE_ONLY).who("bob").json == {"errcode": 0, "errmsg": "ok", "userid": "bob"}


def test_who_is_no_member_has_an_openid() -> None:
    answer = CorpStage(ALICE_ONLY).who("dave").json
    assert list(answer) == ["errcode", "errmsg", "openid"]
    assert answer["openid"].startswith("o")
    assert len(answer["openid"]) <= 64


def test_a_customer_has_an_openid_and_an_external_userid() -> None:
    stage = CorpStage(ALICE_ONLY)
    answer = stage.who("carol").json
    assert list(answer) == ["errcode", "errmsg", "openid", "external_userid"]
    assert answer["openid"] == stage.who("carol")["openid"] != stage.who("dave")["openid"]


def test_a_silent_login_and_one_by_qr_code_give_no_ticket() -> None:
    stage = CorpStage()
    assert list(stage.who(scope="snsapi_base").json) == ["errcode", "errmsg", "userid"]
    for page in LOGIN_PAGES:
        assert list(stage.who(page=page).json) == ["errcode", "errmsg", "userid"]


@pytest.mark.parametrize(
    ("user", "keys"),
    [
        ("alice", ["UserId", "DeviceId", "errcode", "errmsg", "user_ticket", "expires_in"]),
        ("bob", ["UserId", "DeviceId", "errcode", "errmsg"]),
        ("carol", ["OpenId", "DeviceId", "external_userid", "errcode", "errmsg"]),
        ("dave", ["OpenId", "DeviceId", "errcode", "errmsg"]),
    ],
)
def test_the_older_api_spells_its_keys_in_capitals(user: str, keys: list[str]) -> None:
    assert list(CorpStage(ALICE_ONLY).who(user, w.USER_GETUSERINFO).json) == keys


def test_both_apis_tell_the_same_person_and_a_device_of_the_phone_only() -> None:
    stage = CorpStage()
    old = stage.who(path=w.USER_GETUSERINFO)
    assert old["UserId"] == stage.who()["userid"]
    assert len(old["DeviceId"]) == 32
    assert stage.who(path=w.USER_GETUSERINFO, page=w.LOGIN)["DeviceId"] == ""
    stranger = CorpStage(ALICE_ONLY)
    assert stranger.who("dave", w.USER_GETUSERINFO)["OpenId"] == stranger.who("dave")["openid"]


def test_a_userid_is_what_the_corp_calls_the_member() -> None:
    stage = CorpStage({"userids": (("alice", "ZhangSan"),)})
    assert stage.who("alice")["userid"] == "ZhangSan"
    assert stage.with_token(w.USER_GET, userid="zhangsan")["userid"] == "ZhangSan"
    assert stage.with_token(w.USER_GET, userid="alice").errcode == 60111


@pytest.mark.parametrize("members", [None, ("alice",)])
def test_a_userid_is_found_whatever_its_case(members: tuple[str, ...] | None) -> None:
    stage = CorpStage({"members": members}, users=(User("alice"), User("bob")))
    assert stage.with_token(w.USER_GET, userid="ALICE")["userid"] == "alice"
    assert stage.with_token(w.USER_GET, userid="erin").errcode == 60111


def test_a_user_whose_name_is_no_userid_gets_one_that_leads_back() -> None:
    stage = CorpStage()
    userid = stage.who("小明")["userid"]
    assert userid.isascii()
    assert stage.with_token(w.USER_GET, userid=userid).exchange.user == "小明"


# Codes


def test_a_code_is_good_once_and_for_five_minutes() -> None:
    stage = CorpStage()
    code = stage.corp_code()
    stage.wait(299 * SECOND)
    assert stage.with_token(w.AUTH_GETUSERINFO, code=code).errcode == 0
    assert stage.with_token(w.AUTH_GETUSERINFO, code=code).errcode == 40029
    late = stage.corp_code()
    stage.wait(300 * SECOND)
    assert stage.with_token(w.AUTH_GETUSERINFO, code=late).errcode == 40029


def test_codes_of_wecom_and_wechat_do_not_mix() -> None:
    club = replace(app_called("club"), kind=Kind.OFFICIAL)
    stage = CorpStage()
    stage.world.accounts.add_app(app_called("mini"))
    stage.world.accounts.add_app(club)
    for code in (stage.login(app="mini"), stage.qy_code()):
        assert stage.with_token(w.AUTH_GETUSERINFO, code=code).errcode == 40029
    for code in (stage.login(app="mini"), stage.corp_code()):
        assert stage.session_of(code).errcode == 40029
    mini = {"appid": app_called("mini").appid, "secret": app_called("mini").secret}
    assert stage.exchange(stage.qy_code(), **mini).errcode == 40029


def test_a_code_of_another_corp_is_unknown() -> None:
    stage = CorpStage()
    stage.world.accounts.add_app(replace(app_called("rival"), kind=Kind.WECOM))
    rival = app_called("rival")
    token = stage.fetch(corpid=rival.appid, corpsecret=rival.secret)["access_token"]
    said = stage.at_wecom(w.AUTH_GETUSERINFO, {"access_token": token, "code": stage.corp_code()})
    assert (said.errcode, said["errmsg"].split(",")[0]) == (40029, "invalid code")


def test_a_refused_call_does_not_spend_the_code() -> None:
    stage = CorpStage({}, replace(CRM, domain="crm.example.com"))
    code = stage.corp_code(scope="snsapi_base", agentid=None)
    assert stage.with_token(w.AUTH_GETUSERINFO, CRM, code=code).errcode == 50001
    assert stage.with_token(w.AUTH_GETUSERINFO, code=code).errcode == 0


# Tokens


def test_a_token_is_the_same_while_it_lives_and_another_after() -> None:
    stage = CorpStage()
    token = stage.agent_token()
    stage.wait(HOUR)
    again = stage.fetch()
    assert (again["access_token"], again["expires_in"]) == (token, 3600)
    stage.wait(HOUR)
    assert stage.works(token) == 42001
    assert stage.agent_token() != token


def test_every_agent_has_a_token_of_its_own() -> None:
    stage = CorpStage({}, CRM)
    own, crm = stage.agent_token(), stage.agent_token(CRM)
    assert own != crm
    assert stage.works(own) == stage.works(crm) == 0


def test_a_token_that_wecom_kills_is_invalid_and_the_next_one_is_new() -> None:
    stage = CorpStage({}, CRM)
    tokens = [stage.agent_token(), stage.agent_token(CRM)]
    assert stage.do("wechat.revoke_token") == {"app": "shop", "revoked": 2}
    assert [stage.works(token) for token in tokens] == [40014, 40014]
    assert stage.agent_token() not in tokens
    assert stage.do("wechat.revoke_token")["revoked"] == 1


def test_a_token_is_read_from_the_query_only() -> None:
    stage = CorpStage()
    body = json.dumps({"access_token": stage.agent_token(), "userid": "alice"}).encode()
    assert stage.at_wecom(w.USER_GET, {"userid": "alice"}, body, "POST").errcode == 41001
    assert stage.at_wecom(w.GETUSERDETAIL, {}, body, "POST").errcode == 41001


def test_the_token_is_asked_for_before_the_parameters() -> None:
    stage = CorpStage()
    assert stage.at_wecom(w.AUTH_GETUSERINFO, {"access_token": "FAKE_TOKEN"}).errcode == 40014
    assert stage.at_wecom(w.GETUSERDETAIL, {"access_token": "FAKE_TOKEN"}, b"", "POST").errcode == 40014


def test_a_missing_secret_is_told_before_the_corpid() -> None:
    stage = CorpStage()
    assert stage.fetch(corpid=None, corpsecret=None).errcode == 41004
    assert stage.fetch(corpid="ww0000000000000000", corpsecret=None).errcode == 41004
    assert stage.fetch(corpid="ww0000000000000000", corpsecret="fake").errcode == 40013
    assert stage.fetch(corpsecret="fake").errcode == 40001


def test_wechats_tokens_are_garbage_at_wecom_and_the_other_way_round() -> None:
    stage = CorpStage()
    mini = stage.world.accounts.add_app(app_called("mini"))
    given = {"grant_type": "client_credential", "appid": mini.appid, "secret": mini.secret}
    wechats = str(stage.get(s.TOKEN, **given)["access_token"])
    assert stage.works(wechats) == 40014
    assert stage.get(s.CALLBACK_IP, access_token=stage.agent_token()).errcode == 40001


def test_a_corpid_is_no_appid_of_another_kind() -> None:
    stage = Stage()
    query = {"corpid": stage.app.appid, "corpsecret": stage.app.secret}
    assert stage.send("GET", w.GETTOKEN, query, host=WECOM_HOST).errcode == 40013


def test_tokens_outlive_the_world_in_which_they_were_made() -> None:
    stage = CorpStage()
    token = stage.agent_token()
    scenario = Scenario(start=s.START, frozen=True, apps=(stage.app,))
    stage.worlds.put("", scenario, wall=0, outlived=True)
    assert stage.works(token) == 0
    assert stage.agent_token() == token


# What an agent may know


def test_an_agent_reads_who_is_visible() -> None:
    stage = CorpStage(ALICE_ONLY, users=(User("alice", nickname="小明🐼"), User("bob")))
    alice = stage.with_token(w.USER_GET, userid="alice")
    assert (alice["name"], alice["department"], alice["status"]) == ("小明🐼", [1], 1)
    assert stage.with_token(w.USER_GET, userid="bob").errcode == 60011
    assert stage.with_token(w.USER_GET, userid="carol").errcode == 60111
    stage.declare({}, replace(CRM, visible=("bob",)))
    assert stage.with_token(w.USER_GET, CRM, userid="bob").errcode == 0
    assert stage.with_token(w.USER_GET, CRM, userid="alice").errcode == 60011


def test_a_post_reads_a_member_as_a_get_does() -> None:
    stage = CorpStage(users=(User("alice"),))
    query = {"access_token": stage.agent_token(), "userid": "alice"}
    assert stage.at_wecom(w.USER_GET, query, b"", "POST").json == stage.at_wecom(w.USER_GET, query).json


def test_private_fields_left_the_contacts_in_2022() -> None:
    stage = CorpStage(users=(User("alice", phone="13800000001", gender=2),))
    private = {"gender", "avatar", "qr_code", "mobile", "email", "biz_mail", "address"}
    stage.do("clock.set", at="2022-06-20T19:59:59+08:00")
    before = stage.with_token(w.USER_GET, userid="alice").json
    assert private <= before.keys()
    assert (before["mobile"], before["gender"]) == ("13800000001", "2")
    stage.wait(SECOND)
    after = stage.with_token(w.USER_GET, userid="alice").json
    assert before.keys() - after.keys() == private


def test_a_ticket_gives_what_is_private_for_half_an_hour_and_the_gender_as_text() -> None:
    stage = CorpStage(users=(User("alice", phone="13800000001", gender=1),))
    ticket = stage.ticket()
    stage.wait(1799 * SECOND)
    detail = stage.detail(ticket)
    assert (detail["userid"], detail["gender"], detail["mobile"]) == ("alice", "1", "13800000001")
    stage.wait(SECOND)
    assert stage.detail(ticket).errcode == 84014


def test_a_ticket_is_for_the_agent_that_got_it() -> None:
    stage = CorpStage({}, CRM)
    assert stage.detail(stage.ticket(), CRM).errcode == 84015
    assert stage.detail(str(stage.who(agent=CRM)["user_ticket"]), CRM).errcode == 0


def test_trusted_addresses_are_an_agents_own() -> None:
    stage = CorpStage({}, replace(CRM, trusted_ips=("10.0.0.0/8",)))
    crm, own = stage.agent_token(CRM), stage.agent_token()
    for token, ip, errcode in ((crm, "10.1.2.3", 0), (crm, "192.0.2.1", 60020), (own, "192.0.2.1", 0)):
        assert stage.at_wecom(w.CALLBACK_IP, {"access_token": token}, ip=ip).errcode == errcode
    assert (
        stage.at_wecom(w.GETTOKEN, {"corpid": stage.app.appid, "corpsecret": CRM.secret}, ip="192.0.2.1").errcode == 0
    )


def test_a_login_of_another_agents_domain_is_refused_at_the_api() -> None:
    stage = CorpStage({}, replace(CRM, domain="crm.example.com:8443"), domain="www.example.com")
    link = {"scope": "snsapi_base", "agentid": None}
    assert stage.who(**link).errcode == 0
    assert stage.who(agent=CRM, **link).errcode == 50001
    assert stage.who(agent=CRM, redirect_uri="https://crm.example.com:8443/x", **link).errcode == 0


# Tickets of the JS-SDK


def test_a_corp_has_one_ticket_and_every_agent_one_more() -> None:
    stage = CorpStage({}, CRM)
    corps = {stage.with_token(w.JSAPI_TICKET, agent)["ticket"] for agent in (None, CRM)}
    agents = {stage.with_token(w.AGENT_TICKET, agent, type="agent_config")["ticket"] for agent in (None, CRM)}
    assert (len(corps), len(agents), len(corps | agents)) == (1, 2, 3)


def test_a_ticket_may_be_fetched_100_times_an_hour_by_an_agent_and_400_times_by_the_corp() -> None:
    agents = [Agent(str(1000003 + nth), f"mockwx-secret-{nth}") for nth in range(4)]
    stage = CorpStage({}, *agents)
    tokens = [stage.agent_token(), *(stage.agent_token(each) for each in agents)]

    def fetch(token: str) -> int:
        return int(stage.at_wecom(w.JSAPI_TICKET, {"access_token": token}).errcode or 0)

    assert [fetch(tokens[0]) for _ in range(101)] == [0] * 100 + [45009]
    assert {fetch(token) for token in tokens[1:4] for _ in range(100)} == {0}
    assert fetch(tokens[4]) == 45009
    stage.wait(HOUR)
    assert (fetch(tokens[4]), fetch(tokens[0])) == (0, 0)


# wx.qy.login


def test_a_mini_program_inside_wecom_gets_userid_and_session_key() -> None:
    stage = CorpStage({"userids": (("alice", "zhangsan"),)})
    answer = stage.session_of(stage.qy_code()).json
    assert list(answer) == ["userid", "session_key", "corpid", "deviceid", "errcode", "errmsg"]
    assert (answer["userid"], answer["corpid"], answer["deviceid"]) == ("zhangsan", stage.app.appid, "")
    assert len(answer["session_key"]) == 24


def test_a_code_of_wx_qy_login_is_good_once() -> None:
    stage = CorpStage()
    code = stage.qy_code()
    assert [stage.session_of(code).errcode for _ in range(2)] == [0, 40029]


def test_who_is_no_member_has_no_wecom() -> None:
    stage = CorpStage(ALICE_ONLY)
    assert stage.do("phone.qyLogin", user="bob")["errMsg"] == "qy.login:ok"
    with pytest.raises(VerbError) as raised:
        stage.qy_code("carol")
    assert (raised.value.where, raised.value.status) == ("user", 409)
    with pytest.raises(VerbError):
        Stage().do("phone.qyLogin", user="alice")


# The other ways to learn who a member is


def test_an_openid_and_a_userid_lead_to_each_other() -> None:
    stage = CorpStage({"userids": (("alice", "zhangsan"),)})
    stage.world.accounts.user_made("alice")
    openid = stage.post_with_token(w.TO_OPENID, userid="ZhangSan")["openid"]
    assert len(openid) == 28
    assert stage.post_with_token(w.TO_USERID, openid=openid)["userid"] == "zhangsan"


def test_a_member_is_found_by_phone_number_and_by_either_address() -> None:
    stage = CorpStage(users=(User("alice", phone="13800000001"),))
    detail = stage.detail(stage.ticket()).json
    assert stage.post_with_token(w.BY_MOBILE, mobile="13800000001")["userid"] == "alice"
    assert stage.post_with_token(w.BY_EMAIL, email=detail["biz_mail"])["userid"] == "alice"
    assert stage.post_with_token(w.BY_EMAIL, email=detail["email"]).errcode == 46004
    assert stage.post_with_token(w.BY_EMAIL, email=detail["email"], email_type=2)["userid"] == "alice"


def test_who_is_invisible_or_no_member_is_not_found() -> None:
    people = (User("bob", phone="13800000002"), User("dave", phone="13800000003"))
    stage = CorpStage(ALICE_ONLY, users=people)
    for mobile in ("13800000002", "13800000003"):
        assert stage.post_with_token(w.BY_MOBILE, mobile=mobile).errcode == 46004
    stage.world.accounts.openid(stage.app, people[1])
    openid = stage.who("dave")["openid"]
    assert stage.post_with_token(w.TO_USERID, openid=openid).errcode == 40073


def test_a_second_check_lives_five_minutes_and_is_for_one_member() -> None:
    stage = CorpStage()
    code = stage.post_with_token(w.TFA_INFO, code=stage.corp_code())["tfa_code"]
    stage.world.accounts.user_made("bob")
    assert stage.post_with_token(w.TFA_SUCC, userid="bob", tfa_code=code).errcode == 40058
    assert stage.post_with_token(w.TFA_SUCC, userid="alice", tfa_code=code).errcode == 0
    stage.wait(300 * SECOND)
    assert stage.post_with_token(w.TFA_SUCC, userid="alice", tfa_code=code).errcode == 40058


def test_a_customer_is_told_with_the_member_who_added_them() -> None:
    stage = CorpStage(ALICE_ONLY, owner="acme", users=(User("carol", nickname="卡萝"),))
    told = stage.with_token(w.CUSTOMER, external_userid=stage.who("carol")["external_userid"]).json
    contact = told["external_contact"]
    assert (contact["name"], contact["type"]) == ("卡萝", 1)
    assert contact["unionid"] == stage.world.accounts.unionid(stage.app, User("carol"))
    assert [follower["userid"] for follower in told["follow_user"]] == ["alice"]
    assert (
        "unionid"
        not in CorpStage(ALICE_ONLY, owner=None).with_token(
            w.CUSTOMER, external_userid=CorpStage(ALICE_ONLY, owner=None).who("carol")["external_userid"]
        )["external_contact"]
    )


# Links


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_follows_each_of_wecoms_links(page: str) -> None:
    stage = CorpStage()
    found = stage.authorize("alice", stage.corp_link(page))
    assert found["url"] == f"{s.CALLBACK}?code={found['code']}&state=s1"
    assert stage.with_token(w.AUTH_GETUSERINFO, code=found["code"])["userid"] == "alice"


@pytest.mark.parametrize("page", PAGES)
def test_who_refuses_is_led_back_with_the_state_alone(page: str) -> None:
    stage = CorpStage()
    found = stage.authorize("alice", stage.corp_link(page), decision="deny")
    assert (found["url"], found["code"]) == (f"{s.CALLBACK}?state=s1", None)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_state_comes_back_empty(page: str) -> None:
    stage = CorpStage()
    assert str(stage.authorize("alice", stage.corp_link(page, state=""))["url"]).endswith("&state=")


def test_a_silent_login_asks_nobody() -> None:
    stage = CorpStage()
    assert stage.open(w.AUTHORIZE, decision=None, scope="snsapi_base").location is not None
    asked = stage.open(w.AUTHORIZE, decision=None)
    assert asked.location is None
    assert "敏感信息" in asked.page


@pytest.mark.parametrize("page", PAGES)
def test_a_browser_of_nobody_in_particular_is_asked_who_it_is(page: str) -> None:
    stage = CorpStage(users=(User("alice", nickname="小明"),))
    asked = stage.open(page, None, decision=None)
    assert "小明" in asked.page
    assert asked.location is None


def test_the_page_inside_wecom_may_be_for_wecom_and_wechat_only() -> None:
    stage = CorpStage(wechat=Wechat(outside_wechat="refused"))
    assert "请在微信客户端打开链接" in stage.open(w.AUTHORIZE, None, decision=None).page
    assert "请在微信客户端打开链接" not in stage.open(w.LOGIN, None, decision=None).page


@pytest.mark.parametrize("page", LOGIN_PAGES)
@pytest.mark.parametrize(("user", "errcode"), [("alice", 0), ("bob", 50002), ("carol", 50002), ("dave", 50002)])
def test_a_login_by_qr_code_is_for_visible_members(page: str, user: str, errcode: int) -> None:
    stage = CorpStage(ALICE_ONLY)
    # Without an agentid the other agent, who sees all members, would let bob in.
    stage.declare({**ALICE_ONLY}, replace(CRM, visible=("alice",)))
    assert stage.authorize(user, stage.corp_link(page))["errcode"] == errcode


@pytest.mark.parametrize(
    ("domain", "redirect_uri", "errcode"),
    [
        ("www.example.com", "https://www.example.com/x", 0),
        ("www.example.com", "http://WWW.example.com/", 0),
        ("www.example.com", "https://www.example.com:8080/x", 50001),
        ("www.example.com:8080", "https://www.example.com:8080/x", 0),
        ("www.example.com:8080", "https://www.example.com/x", 50001),
        ("example.com", "https://www.example.com/x", 50001),
        (None, "http://127.0.0.1:8000/callback", 0),
        (None, "www.example.com", 50001),
        (None, "https://www.example.com:port/", 50001),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_trusted_domain_is_the_very_host_and_port(
    page: str, domain: str | None, redirect_uri: str, errcode: int
) -> None:
    stage = CorpStage(domain=domain)
    assert stage.authorize("alice", stage.corp_link(page, redirect_uri=redirect_uri))["errcode"] == errcode


def test_an_agentid_is_a_must_for_private_scopes_and_own_agents_only() -> None:
    stage = CorpStage()
    assert stage.open(w.AUTHORIZE, agentid=None, scope="snsapi_base").location is not None
    assert stage.open(w.AUTHORIZE, agentid=None).errcode == 41011
    assert stage.open(w.LOGIN, agentid=None).errcode == 41011


def test_a_state_of_any_128_bytes_passes() -> None:
    stage = CorpStage()
    for state in ("web_login@gyoss9", "s" * 128, "好" * 42):
        back = parse_qs(urlsplit(str(stage.open(w.QRCONNECT, state=state).location)).query)
        assert back["state"] == [state]
    assert stage.open(w.QRCONNECT, state="好" * 43).errcode == 84025


def test_the_page_at_the_path_of_official_accounts_tells_the_two_apart() -> None:
    stage = CorpStage()
    club: App = replace(app_called("club"), kind=Kind.OFFICIAL)
    stage.world.accounts.add_app(club)
    stage.authorize("alice", stage.corp_link())
    stage.authorize("alice", stage.link(appid=club.appid))
    assert [(each.api, each.app) for each in stage.world.journal] == [
        ("wecom_authorize", "shop"),
        ("authorize", "club"),
    ]


def test_without_a_word_about_the_corp_everybody_is_a_visible_member() -> None:
    stage = Stage(kind=Kind.WECOM)
    query = {"appid": stage.app.appid, "redirect_uri": s.CALLBACK, "scope": "snsapi_base", "state": "x"}
    code = stage.get("/connect/oauth2/authorize", **query, mockwx_user="erin")
    token = stage.get(w.GETTOKEN, corpid=stage.app.appid, corpsecret=stage.app.secret)["access_token"]
    text = parse_qs(urlsplit(str(code.location)).query)["code"][0]
    assert stage.get(w.AUTH_GETUSERINFO, access_token=token, code=text)["userid"] == "erin"


# The dialect


def test_a_rule_is_spelt_as_wecom_spells_it() -> None:
    stage = CorpStage()
    stage.rule("auth_getuserinfo", e.common.INVALID_CREDENTIAL)
    assert stage.who()["errmsg"].startswith("invalid credential, access_token is invalid")
    stage.rule("gettoken", e.common.INVALID_CREDENTIAL)
    assert stage.fetch()["errmsg"].startswith("invalid credential, hint: [")


def test_a_bent_answer_keeps_its_headers() -> None:
    stage = CorpStage()
    stage.world.rules.add(Rule("no token", When("gettoken"), Fields(drop=("access_token",))))
    said = stage.fetch()
    assert "access_token" not in said.json
    assert said.exchange.response.headers["Error-Code"] == "0"


def test_a_text_of_two_lines_does_not_break_the_headers() -> None:
    stage = CorpStage()
    stage.world.rules.add(Rule("busy", When("gettoken"), Refuse(e.wecom.BUSY, errmsg="busy\r\nX-Evil: 1")))
    assert "\n" not in stage.fetch().exchange.response.headers["Error-Msg"]


def test_the_limits_of_a_scenario_replace_wecoms_own() -> None:
    stage = CorpStage({}, CRM, limits={"get_jsapi_ticket": (Quota(1, "h", "corp"),)})
    assert stage.with_token(w.JSAPI_TICKET).errcode == 0
    assert stage.with_token(w.JSAPI_TICKET, CRM).errcode == 45009
