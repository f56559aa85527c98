"""Which of two wrongs WeChat tells first. Written from what was published, not from the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from cases import each_case
from msgspec.structs import replace

from mockwx.core.people.accounts import Kind, Standing
from mockwx.core.tokens.quotas import Quota
from mockwx.core.world import Wechat

from . import stage as s
from .stage import CAFE, Stage, signed


class Wrong(NamedTuple):
    """Something that is wrong with a call, and the errcode that it has alone."""

    errcode: int
    params: Mapping[str, Any] = {}
    app: Mapping[str, Any] = {}
    """How the app is."""
    blocked: bool = False
    """The user is a high-risk one."""
    quota: bool = False
    """The app's quota is spent."""


SPENT = Quota(0, "min")
FROZEN = Wrong(40243, app={"frozen": True})
NOT_LISTED = Wrong(40164, app={"ip_whitelist": ()})
FORBIDDEN = Wrong(50004, app={"standing": Standing.TOKEN_FORBIDDEN})
IS_PLATFORM = Wrong(61024, app={"kind": Kind.COMPONENT})
TOO_OFTEN = Wrong(45011, quota=True)

# By api, from what was published or chosen: each wrong is told before all below it.
WRONGS: dict[str, list[Wrong]] = {
    "code2session": [
        Wrong(41002, {"appid": None}),
        Wrong(40013, {"appid": s.NO_APPID}),
        Wrong(48001, app={"denied": ("code2session",)}),
        Wrong(41004, {"secret": None}),
        Wrong(41008, {"js_code": None}),
        Wrong(40002, {"grant_type": "client_credential"}),
        TOO_OFTEN,
        Wrong(40029, {"js_code": s.NO_CODE}),
        Wrong(40125, {"secret": s.NO_SECRET}),
        FROZEN,
        NOT_LISTED,
        Wrong(40226, blocked=True),
    ],
    "token": [
        Wrong(40013, {"appid": s.NO_APPID}),
        IS_PLATFORM,
        Wrong(40002, {"grant_type": "authorization_code"}),
        Wrong(41002, {"appid": None}),
        Wrong(41004, {"secret": None}),
        Wrong(40125, {"secret": s.NO_SECRET}),
        FROZEN,
        NOT_LISTED,
        FORBIDDEN,
        Wrong(48001, app={"denied": ("token",)}),
        TOO_OFTEN,
    ],
    "stable_token": [
        Wrong(41002, {"appid": None}),
        Wrong(40013, {"appid": s.NO_APPID}),
        IS_PLATFORM,
        Wrong(41004, {"secret": None}),
        Wrong(40002, {"grant_type": "authorization_code"}),
        Wrong(40125, {"secret": s.NO_SECRET}),
        FROZEN,
        NOT_LISTED,
        FORBIDDEN,
        Wrong(48001, app={"denied": ("stable_token",)}),
        TOO_OFTEN,
    ],
    "oauth2_access_token": [
        Wrong(41002, {"appid": None}),
        Wrong(40013, {"appid": s.NO_APPID}),
        Wrong(41004, {"secret": None}),
        Wrong(41008, {"code": None}),
        Wrong(40002, {"grant_type": "client_credential"}),
        TOO_OFTEN,
        Wrong(40029, {"code": s.NO_CODE}),
        Wrong(40125, {"secret": s.NO_SECRET}),
        FROZEN,
    ],
    "getuserphonenumber": [
        Wrong(48001, app={"denied": ("getuserphonenumber",)}),
        TOO_OFTEN,
        Wrong(40029, {"code": s.NO_CODE}),
        Wrong(40003, {"openid": s.NO_OPENID}),
    ],
}
PAIRS = [
    (api, first, second)
    for api, wrongs in WRONGS.items()
    for place, first in enumerate(wrongs)
    for second in wrongs[place + 1 :]
    if not first.params.keys() & second.params.keys()
    and not first.app.keys() & second.app.keys()
    # Without an appid nobody knows what is wrong with the app.
    and not (first.app and "appid" in second.params)
]


def errcode_of(api: str, *wrongs: Wrong) -> int:
    """Of a call with which all of this is wrong, and nothing else."""
    kind = Kind.OFFICIAL if api == "oauth2_access_token" else Kind.MINIPROGRAM
    limits = {api: (SPENT,)} if any(wrong.quota for wrong in wrongs) else {}
    stage = Stage(kind=kind, limits=limits)
    code = stage.oauth_code() if kind is Kind.OFFICIAL else stage.login()
    if api == "getuserphonenumber":
        token, phone_code = stage.token(), stage.phone_code()
    if any(wrong.blocked for wrong in wrongs):
        stage.do("wechat.block_user", user="alice")
    stage.change(**{name: value for wrong in wrongs for name, value in wrong.app.items()})
    params = {name: value for wrong in wrongs for name, value in wrong.params.items()}
    match api:
        case "code2session":
            return stage.exchange(code, **params).errcode
        case "token":
            return stage.fetch(**params).errcode
        case "stable_token":
            return stage.fetch_stable(**params).errcode
        case "oauth2_access_token":
            return stage.trade(**({"code": code} | params)).errcode
    return stage.post(s.PHONE, {"code": phone_code} | params, access_token=token).errcode


@pytest.mark.parametrize("api", WRONGS)
def test_a_call_with_one_wrong_is_told_it(api: str) -> None:
    with each_case() as case:
        for wrong in WRONGS[api]:
            with case(wrong.errcode):
                assert errcode_of(api, wrong) == wrong.errcode


@pytest.mark.parametrize("api", WRONGS)
def test_of_two_wrongs_the_first_is_told(api: str) -> None:
    with each_case() as case:
        for of_api, first, second in PAIRS:
            if of_api == api:
                with case(first.errcode, "before", second.errcode):
                    assert errcode_of(api, first, second) == first.errcode


@pytest.mark.parametrize("api", WRONGS)
def test_a_call_with_which_nothing_is_wrong_succeeds(api: str) -> None:
    assert errcode_of(api) == 0


def test_code2session_without_any_parameter_asks_for_the_appid() -> None:
    assert Stage().get(s.CODE2SESSION).errcode == 41002


def test_code2session_looks_the_code_up_before_the_secret() -> None:
    assert Stage().exchange(s.NO_CODE, secret=s.NO_SECRET).errcode == 40029


def test_a_used_code_is_told_before_a_wrong_secret() -> None:
    stage = Stage()
    code = stage.login()
    stage.exchange(code)
    assert stage.exchange(code, secret=s.NO_SECRET).errcode == 40163


def test_a_code_of_another_app_is_unknown_whether_used_or_not() -> None:
    stage = Stage(CAFE)
    code = stage.login(app="cafe")
    assert stage.exchange(code).errcode == 40029
    assert stage.exchange(code, appid=CAFE.appid, secret=CAFE.secret).errcode == 0
    assert stage.exchange(code).errcode == 40029


def test_an_account_of_the_wrong_kind_is_told_before_a_missing_secret() -> None:
    assert Stage(kind=Kind.OFFICIAL).exchange(None, secret=None).errcode == 48001


def test_a_minigame_logs_in_like_a_mini_program() -> None:
    stage = Stage(kind=Kind.MINIGAME)
    assert stage.exchange(stage.login()).errcode == 0


def test_token_without_any_parameter_asks_for_the_grant_type() -> None:
    assert Stage().get(s.TOKEN).errcode == 40002


def test_token_reads_the_query_of_a_post_and_not_its_body() -> None:
    stage = Stage()
    given = {"grant_type": "client_credential", "appid": stage.app.appid, "secret": stage.app.secret}
    assert stage.post(s.TOKEN, given).errcode == 40002
    assert stage.send("POST", s.TOKEN, given).errcode == 0


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({}, b"grant_type=client_credential&appid=wx00000000mockshop&secret=mockwx-secret-shop"),
        ({"grant_type": "client_credential", "appid": s.SHOP.appid, "secret": s.SHOP.secret}, b""),
        ({}, b""),
        ({}, b"{"),
        ({}, b"[]"),
    ],
    ids=["form", "query", "nothing", "broken", "list"],
)
def test_stable_token_misses_the_appid_in_all_that_is_no_json_object(query: dict[str, str], body: bytes) -> None:
    assert Stage().send("POST", s.STABLE_TOKEN, query, body).errcode == 41002


def test_stable_token_tells_a_get_before_everything() -> None:
    assert Stage().get(s.STABLE_TOKEN).errcode == 43002


def test_stable_token_does_not_look_at_the_content_type() -> None:
    stage = Stage()
    assert stage.fetch_stable().errcode == 0


@pytest.mark.parametrize("standing", [Standing.LIMITED, Standing.FORBIDDEN])
def test_a_punished_account_still_gets_a_token_which_then_is_refused(standing: Standing) -> None:
    stage = Stage(standing=standing)
    assert stage.fetch().errcode == 0
    assert stage.ask(s.CALLBACK_IP).errcode == (50002 if standing is Standing.LIMITED else 48004)


def test_a_frozen_secret_is_told_only_to_those_who_know_it() -> None:
    stage = Stage(frozen=True)
    assert stage.fetch(secret=s.NO_SECRET).errcode == 40125
    assert stage.fetch().errcode == 40243


def test_an_ip_off_the_list_is_told_only_to_those_who_know_the_secret() -> None:
    stage = Stage(ip_whitelist=("10.0.0.0/8",))
    assert stage.fetch(secret=s.NO_SECRET).errcode == 40125
    assert stage.fetch().errcode == 40164


def test_a_listed_network_lets_its_addresses_in_also_in_the_clothes_of_ipv6() -> None:
    stage = Stage(ip_whitelist=("10.0.0.0/8", "192.0.2.7"))
    query = {"grant_type": "client_credential", "appid": stage.app.appid, "secret": stage.app.secret}
    told = [stage.send("GET", s.TOKEN, query, ip=ip) for ip in ("10.1.2.3", "192.0.2.7", "::ffff:10.1.2.3")]
    assert [said.errcode for said in told] == [0, 0, 0]
    refused = stage.send("GET", s.TOKEN, query, ip="192.0.2.8")
    assert refused["errmsg"].startswith("invalid ip 192.0.2.8 ipv6 ::ffff:192.0.2.8, not in whitelist rid: ")
    refused = stage.send("GET", s.TOKEN, query, ip="2001:db8::1")
    assert refused["errmsg"].startswith("invalid ip 2001:db8::1 ipv6 2001:db8::1, not in whitelist rid: ")


def test_a_gateway_tells_the_method_then_the_token_then_the_permission() -> None:
    stage = Stage(denied=("getuserphonenumber",))
    assert stage.get(s.PHONE).errcode == 43002
    assert stage.post(s.PHONE, {}).errcode == 41001
    assert stage.post(s.PHONE, {}, access_token="2").errcode == 40001
    assert stage.tell(s.PHONE, {}).errcode == 48001


def test_an_access_token_in_the_body_is_missing() -> None:
    stage = Stage()
    given = {"access_token": stage.token(), "code": stage.phone_code()}
    assert stage.post(s.PHONE, given).errcode == 41001


def test_a_personal_account_is_told_before_its_code_is_looked_at() -> None:
    stage = Stage()
    code = stage.phone_code()
    stage.change(verified=False)
    said = stage.tell(s.PHONE, {"code": code})
    assert said.errcode == 48001
    assert said["errmsg"] == f"api unauthorized rid: {said.exchange.rid}"
    stage.change(verified=True)
    assert stage.tell(s.PHONE, {"code": code}).errcode == 0


def test_an_openid_is_looked_up_before_the_signature_is_judged() -> None:
    stage = Stage()
    wrong = signed(stage.session(), openid=s.NO_OPENID, signature="0" * 64, sig_method="x")
    assert stage.ask(s.CHECKSESSION, **wrong).errcode == 40003


def test_the_method_of_a_signature_is_judged_before_the_signature() -> None:
    stage = Stage()
    assert stage.ask(s.CHECKSESSION, **signed(stage.session(), signature="0", sig_method="x")).errcode == 87008


def test_an_openid_of_another_app_is_invalid() -> None:
    stage = Stage(CAFE)
    theirs = dict(stage.exchange(stage.login(app="cafe"), appid=CAFE.appid, secret=CAFE.secret).json)
    assert stage.ask(s.CHECKSESSION, **signed(theirs)).errcode == 40003


# What a refused exchange does to the code


@pytest.mark.parametrize(
    "trouble",
    [{"secret": s.NO_SECRET}, {"secret": None}, {"grant_type": "x"}, {"appid": s.NO_APPID}],
    ids=["wrong secret", "no secret", "wrong grant_type", "unknown appid"],
)
def test_a_refused_exchange_does_not_spend_the_code(trouble: dict[str, str | None]) -> None:
    stage = Stage()
    code = stage.login()
    assert stage.exchange(code, **trouble).errcode != 0
    assert stage.exchange(code).errcode == 0


def test_an_exchange_refused_for_its_ip_does_not_spend_the_code() -> None:
    stage = Stage(ip_whitelist=())
    code = stage.login()
    assert stage.exchange(code).errcode == 40164
    stage.change(ip_whitelist=None)
    assert stage.exchange(code).errcode == 0


def test_a_blocked_user_keeps_the_code() -> None:
    stage = Stage()
    code = stage.login()
    stage.do("wechat.block_user", user="alice")
    assert stage.exchange(code).errcode == 40226
    stage.do("wechat.block_user", user="alice", blocked=False)
    assert stage.exchange(code).errcode == 0


def test_a_call_beyond_the_quota_does_not_spend_the_code() -> None:
    stage = Stage(limits={"code2session": (Quota(1, "min"),)})
    first, second = stage.login(), stage.login()
    assert stage.exchange(first).errcode == 0
    assert stage.exchange(second).errcode == 45011
    stage.wait(s.MINUTE)
    assert stage.exchange(second).errcode == 0


def test_with_burns_code_an_exchange_with_a_wrong_secret_spends_the_code() -> None:
    stage = Stage(wechat=Wechat(refused_exchange="burns_code"))
    code = stage.login()
    assert stage.exchange(code, secret=s.NO_SECRET).errcode == 40125
    assert stage.exchange(code).errcode == 40163


def test_with_burns_code_a_refusal_before_the_code_is_looked_up_spends_nothing() -> None:
    stage = Stage(wechat=Wechat(refused_exchange="burns_code"))
    code = stage.login()
    for trouble in ({"secret": None}, {"grant_type": "x"}, {"appid": s.NO_APPID}):
        assert stage.exchange(code, **trouble).errcode != 0
    assert stage.exchange(code).errcode == 0


def test_with_burns_code_another_app_cannot_burn_a_code() -> None:
    stage = Stage(replace(CAFE), wechat=Wechat(refused_exchange="burns_code"))
    code = stage.login()
    assert stage.exchange(code, appid=CAFE.appid, secret=CAFE.secret).errcode == 40029
    assert stage.exchange(code).errcode == 0
