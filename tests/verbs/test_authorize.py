"""What a phone does with an authorisation link, and what a mobile app's SendAuth gets."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from mockwx import engine
from mockwx.core.people.accounts import Kind
from mockwx.core.rules.faults import Net
from mockwx.core.rules.rules import Rule, When
from mockwx.core.wire import OutgoingRequest
from mockwx.verbs import VERBS, Network, VerbError
from tests.products import stage as s
from tests.products.stage import CAFE, Stage, official, replace


def outgoing(stage: Stage, **args: object) -> list[OutgoingRequest]:
    network = Network(engine.handle)
    given = {"user": "alice", "url": stage.link(), **args}
    stage.worlds.run("", lambda world: VERBS["phone.authorize"].do(world, given, 0, network), wall=0)
    return network.outgoing


def test_a_phone_follows_a_link_to_the_callback() -> None:
    stage = official()
    found = stage.authorize()
    assert found["url"] == f"{s.CALLBACK}?code={found['code']}&state=s1"
    assert (found["state"], found["errcode"], found["redirects"]) == ("s1", 0, [found["url"]])
    assert stage.trade(found["code"]).exchange.user == "alice"


@pytest.mark.parametrize(
    "base",
    [
        "https://open.weixin.qq.com",
        "http://127.0.0.1:8780/open.weixin.qq.com",
        "http://127.0.0.1:8780/~job7/open.weixin.qq.com",
        "http://127.0.0.1:8780",
        "",
    ],
)
def test_a_link_may_be_wechats_own_or_lead_to_mockwx(base: str) -> None:
    stage = official()
    assert stage.authorize(link=stage.link().replace("https://open.weixin.qq.com", base))["code"] is not None


@pytest.mark.parametrize(
    "url", ["https://www.example.com/login", "ftp://open.weixin.qq.com/x", "alice", "https://open.weixin.qq.com/"]
)
def test_what_is_no_link_of_wechats_is_refused(url: str) -> None:
    stage = official()
    with pytest.raises(VerbError) as raised:
        stage.authorize("new", link=url)
    assert raised.value.where == "url"
    # Nothing has happened.
    assert list(stage.world.journal) == []
    assert stage.world.accounts.user("new") is None


def test_a_page_of_error_leads_nowhere_and_says_why() -> None:
    stage = official(domain="shop.example.com")
    found = stage.authorize(deliver="twice")
    assert (found["url"], found["code"], found["redirects"]) == (None, None, [])
    assert found["errcode"] == 10003
    assert found["reason"] == "redirect_uri leads to www.example.com, the app's domain is shop.example.com"


def test_a_phone_that_never_gets_the_page_leads_nowhere() -> None:
    stage = official()
    stage.world.rules.add(Rule("lost", When("authorize"), Net("reset")))
    assert stage.authorize()["url"] is None


def test_the_visit_is_in_the_journal_with_its_user() -> None:
    stage = official()
    stage.authorize("bob")
    (entry,) = stage.world.journal
    assert (entry.api, entry.user, entry.app, entry.response.status) == ("authorize", "bob", "shop", 302)


@pytest.mark.parametrize(("deliver", "times"), [("none", 0), ("once", 1), ("twice", 2)])
def test_the_callback_goes_out_as_often_as_was_said(deliver: str, times: int) -> None:
    sent = outgoing(official(), deliver=deliver)
    assert [each.method for each in sent] == ["GET"] * times
    codes = [parse_qs(urlsplit(each.url).query)["code"] for each in sent]
    assert len({tuple(code) for code in codes}) == min(times, 1)


def test_the_second_time_comes_with_three_more_parameters() -> None:
    first, second = outgoing(official(), deliver="twice")
    more = parse_qs(urlsplit(second.url).query).keys() - parse_qs(urlsplit(first.url).query).keys()
    assert more == {"uin", "key", "pass_ticket"}


def test_nothing_goes_out_where_the_person_refuses() -> None:
    assert outgoing(official(), deliver="twice", decision="deny") == []


def test_a_mobile_app_gets_a_code_that_the_same_api_takes() -> None:
    stage = Stage(kind=Kind.MOBILE)
    found = stage.do("phone.sendAuth", user="alice", state="x")
    assert list(found) == ["errCode", "state", "code", "lang", "country"]
    assert (found["errCode"], found["state"], found["lang"], found["country"]) == (0, "x", "zh_CN", "CN")
    assert stage.trade(found["code"])["scope"] == "snsapi_userinfo"


@pytest.mark.parametrize(
    ("deny", "err_code"),
    [(True, -4), ("deny", -4), ("cancel", -2), ("common", -1), ("send_failed", -3), ("unsupported", -5)],
)
def test_a_mobile_app_that_is_refused_gets_the_sdks_err_code(deny: object, err_code: int) -> None:
    found = Stage(kind=Kind.MOBILE).do("phone.sendAuth", user="alice", deny=deny)
    assert found["errCode"] == err_code
    assert "code" not in found


def test_a_mobile_app_without_the_scope_gets_no_code() -> None:
    stage = Stage(kind=Kind.MOBILE, scopes=("snsapi_base",))
    refused = stage.do("phone.sendAuth", user="alice")
    assert refused["errCode"] == -1
    assert "shop may not ask for 'snsapi_userinfo'; it has snsapi_base" in refused["reason"]
    assert stage.do("phone.sendAuth", user="alice", scope="snsapi_base")["errCode"] == 0


def test_send_auth_is_for_a_mobile_app() -> None:
    stage = Stage(replace(CAFE, kind=Kind.MOBILE))
    assert stage.trade(stage.do("phone.sendAuth", user="alice")["code"]).errcode == 40029
    with pytest.raises(VerbError):
        Stage().do("phone.sendAuth", user="alice")


def test_send_auth_says_that_an_app_is_of_another_kind() -> None:
    refused = Stage().do("phone.sendAuth", user="alice", app="shop")
    assert (refused["errCode"], refused["reason"].partition(" | ")[0]) == (
        -1,
        "shop is of kind miniprogram, no mobile app",
    )


def test_send_auth_makes_a_mobile_app_where_any_app_is_welcome() -> None:
    stage = Stage(any_app=True)
    found = stage.do("phone.sendAuth", user="alice", app="wx0123456789abcdef")
    assert found["errCode"] == 0
    assert stage.world.accounts.app("wx0123456789abcdef").kind is Kind.MOBILE
    query = {"appid": "wx0123456789abcdef", "secret": "any", "code": found["code"]}
    assert stage.get(s.ACCESS_TOKEN, **query, grant_type="authorization_code")["scope"] == "snsapi_userinfo"
