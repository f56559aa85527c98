"""(api, errcode) → the cause, for WeCom. Written by hand, not derived from the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import WECOM_OPEN_HOST
from mockwx.core.world import Wechat

from . import stage_wecom as w
from .stage import HOUR, NO_APPID, NO_CODE, SECOND, Said
from .stage_wecom import ALICE_ONLY, CRM, CorpStage

if TYPE_CHECKING:
    from collections.abc import Callable

ELSEWHERE = "https://elsewhere.example.com/"
GETS = {
    "auth_getuserinfo": w.AUTH_GETUSERINFO,
    "user_getuserinfo": w.USER_GETUSERINFO,
    "user_get": w.USER_GET,
    "wecom_jscode2session": w.JSCODE2SESSION,
    "get_jsapi_ticket": w.JSAPI_TICKET,
    "wecom_ticket_get": w.AGENT_TICKET,
    "wecom_getcallbackip": w.CALLBACK_IP,
    "wecom_get_api_domain_ip": w.DOMAIN_IP,
    "user_authsucc": w.AUTHSUCC,
    "department_list": w.DEPARTMENTS,
    "department_simplelist": w.DEPARTMENT_IDS,
    "externalcontact_get": w.CUSTOMER,
}


POSTS = {
    "auth_getuserdetail": w.GETUSERDETAIL,
    "user_convert_to_openid": w.TO_OPENID,
    "user_convert_to_userid": w.TO_USERID,
    "user_getuserid": w.BY_MOBILE,
    "user_get_userid_by_email": w.BY_EMAIL,
    "auth_get_tfa_info": w.TFA_INFO,
    "user_tfa_succ": w.TFA_SUCC,
}


# What is asked before any api with an access_token


def call(stage: CorpStage, path: str, token: str | None, ip: str = "127.0.0.1") -> Said:
    method = "POST" if path in POSTS.values() else "GET"
    return stage.at_wecom(path, {"access_token": token}, b"{}" if method == "POST" else b"", method, ip=ip)


def with_the_token(path: str, token: str | None) -> Said:
    return call(CorpStage(), path, token)


def expired(path: str) -> Said:
    stage = CorpStage()
    token = stage.agent_token()
    stage.wait(2 * HOUR)
    return call(stage, path, token)


def from_elsewhere(path: str) -> Said:
    stage = CorpStage(ip_whitelist=("10.0.0.0/8",))
    return call(stage, path, stage.agent_token(), "192.0.2.7")


def denied(api: str, path: str) -> Said:
    stage = CorpStage(denied=(api,))
    return call(stage, path, stage.agent_token())


def too_often(api: str, path: str) -> Said:
    stage = CorpStage(limits={api: (Quota(1, "min"),)})
    token = stage.agent_token()
    assert call(stage, path, token).errcode != 45009
    return call(stage, path, token)


def behind_a_token(api: str, path: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 41001): partial(with_the_token, path, None),
        (api, 40014): partial(with_the_token, path, "FAKE_TOKEN"),
        (api, 42001): partial(expired, path),
        (api, 60020): partial(from_elsewhere, path),
        (api, 48002): partial(denied, api, path),
        (api, 45009): partial(too_often, api, path),
    }


# The apis


def fetched(wechat: Wechat | None = None, **changes: str | None) -> Said:
    return CorpStage(wechat=wechat).fetch(**changes)


def fetched_in_the_early_days() -> Said:
    return fetched(Wechat(as_of="2017-06-01"), corpsecret="wrong")


def traded(path: str, **query: str | None) -> Said:
    stage = CorpStage()
    return stage.with_token(path, **({"code": stage.corp_code()} | query))


def traded_for_another_domain(path: str) -> Said:
    """The page knows no agent, so any trusted domain will do; the token's agent has another one."""
    stage = CorpStage({}, replace(CRM, domain="crm.example.com"))
    return stage.with_token(path, CRM, code=stage.corp_code(scope="snsapi_base", agentid=None))


def detailed(ticket: str | None) -> Said:
    return CorpStage().detail(ticket)


def detailed_late() -> Said:
    stage = CorpStage()
    ticket = stage.ticket()
    stage.wait(1800 * SECOND)
    return stage.detail(ticket)


def detailed_out_of_sight() -> Said:
    stage = CorpStage(ALICE_ONLY)
    ticket = stage.ticket()
    stage.declare({"visible": ()})
    return stage.detail(ticket)


def read(userid: str | None) -> Said:
    stage = CorpStage(ALICE_ONLY)
    stage.world.accounts.user_made("bob")
    return stage.with_token(w.USER_GET, userid=userid)


def post(path: str, **given: str) -> Said:
    stage = CorpStage(ALICE_ONLY | {"without_wechat": ("alice",)})
    for user in ("alice", "bob"):
        stage.world.accounts.user_made(user)
    return stage.post_with_token(path, **given)


def authenticated(userid: str | None) -> Said:
    stage = CorpStage(ALICE_ONLY)
    stage.world.accounts.user_made("bob")
    return stage.with_token(w.AUTHSUCC, userid=userid)


def logged_in(**changes: str | None) -> Said:
    stage = CorpStage()
    return stage.session_of(stage.qy_code(), **changes)


def opened(page: str, **changes: str | None) -> Said:
    return CorpStage(domain="www.example.com").open(page, **changes)


def opened_by_bob(page: str) -> Said:
    return CorpStage(ALICE_ONLY).open(page, "bob", agentid="1000002")


def confirmed_by_bob() -> Said:
    stage = CorpStage(ALICE_ONLY)
    says = {"k": stage.qr_key(), "mockwx_user": "bob"}
    return stage.send("GET", "/wwopen/sso/confirm2", says, host=WECOM_OPEN_HOST)


def on_a_page(api: str, page: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 41010): partial(opened, page, redirect_uri=None),
        (api, 50001): partial(opened, page, redirect_uri=ELSEWHERE),
        (api, 84025): partial(opened, page, state="s" * 129),
    }


def on_a_login_page(api: str, page: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return on_a_page(api, page) | {
        (api, 41002): partial(opened, page, appid=None),
        (api, 40013): partial(opened, page, appid=NO_APPID),
        (api, 50002): partial(opened_by_bob, page),
    }


def naming_an_agent(api: str, page: str) -> dict[tuple[str, int], Callable[[], Said]]:
    return {
        (api, 41011): partial(opened, page, agentid=None),
        (api, 40056): partial(opened, page, agentid="42"),
    }


CAUSES: dict[tuple[str, int], Callable[[], Said]] = {
    pair: cause for api, path in (GETS | POSTS).items() for pair, cause in behind_a_token(api, path).items()
}
CAUSES |= {
    ("gettoken", 41004): partial(fetched, corpsecret=None, corpid=None),
    ("gettoken", 41002): partial(fetched, corpid=None),
    ("gettoken", 40013): partial(fetched, corpid="ww0000000000000000"),
    ("gettoken", 40001): partial(fetched, corpsecret="wrong"),
    ("gettoken", 40091): fetched_in_the_early_days,
    ("auth_getuserdetail", 84090): partial(detailed, None),
    ("auth_getuserdetail", 84015): partial(detailed, "nonsense"),
    ("auth_getuserdetail", 84014): detailed_late,
    ("auth_getuserdetail", 50002): detailed_out_of_sight,
    ("user_get", 41009): partial(read, None),
    ("user_get", 60111): partial(read, "nobody"),
    ("user_get", 60011): partial(read, "bob"),
    ("user_convert_to_openid", 41009): partial(post, w.TO_OPENID),
    ("user_convert_to_openid", 60111): partial(post, w.TO_OPENID, userid="nobody"),
    ("user_convert_to_openid", 60011): partial(post, w.TO_OPENID, userid="bob"),
    ("user_convert_to_openid", 43004): partial(post, w.TO_OPENID, userid="alice"),
    ("user_convert_to_userid", 40073): partial(post, w.TO_USERID, openid="oMOCK"),
    ("user_getuserid", 46004): partial(post, w.BY_MOBILE, mobile="13800000000"),
    ("user_get_userid_by_email", 46004): partial(post, w.BY_EMAIL, email="nobody@corp.example.com"),
    ("user_authsucc", 41009): partial(authenticated, None),
    ("user_authsucc", 60111): partial(authenticated, "nobody"),
    ("user_authsucc", 60011): partial(authenticated, "bob"),
    ("auth_get_tfa_info", 41008): partial(post, w.TFA_INFO),
    ("auth_get_tfa_info", 40029): partial(post, w.TFA_INFO, code=NO_CODE),
    ("user_tfa_succ", 41009): partial(post, w.TFA_SUCC),
    ("user_tfa_succ", 60111): partial(post, w.TFA_SUCC, userid="nobody"),
    ("user_tfa_succ", 60011): partial(post, w.TFA_SUCC, userid="bob"),
    ("user_tfa_succ", 40058): partial(post, w.TFA_SUCC, userid="alice", tfa_code="x"),
    ("externalcontact_get", 40096): lambda: CorpStage(ALICE_ONLY).with_token(w.CUSTOMER, external_userid="wm"),
    ("wecom_jscode2session", 41008): partial(logged_in, js_code=None),
    ("wecom_jscode2session", 40058): partial(logged_in, grant_type="client_credential"),
    ("wecom_jscode2session", 40029): partial(logged_in, js_code=NO_CODE),
    ("wecom_ticket_get", 91040): lambda: CorpStage().with_token(w.AGENT_TICKET, type="jsapi"),
    **on_a_page("wecom_authorize", w.AUTHORIZE),
    **naming_an_agent("wecom_authorize", w.AUTHORIZE),
    ("wecom_authorize", 40058): partial(opened, w.AUTHORIZE, scope="snsapi_login"),
    **on_a_login_page("wecom_login", w.LOGIN),
    **naming_an_agent("wecom_login", w.LOGIN),
    ("wecom_login", 40058): partial(opened, w.LOGIN, login_type="ServiceApp"),
    **on_a_login_page("wecom_qrconnect", w.QRCONNECT),
    ("wecom_confirm2", 50002): confirmed_by_bob,
    **naming_an_agent("wecom_qrconnect", w.QRCONNECT),
}
for _api, _path in (("auth_getuserinfo", w.AUTH_GETUSERINFO), ("user_getuserinfo", w.USER_GETUSERINFO)):
    CAUSES |= {
        (_api, 41008): partial(traded, _path, code=None),
        (_api, 40029): partial(traded, _path, code=NO_CODE),
        (_api, 50001): partial(traded_for_another_domain, _path),
    }
