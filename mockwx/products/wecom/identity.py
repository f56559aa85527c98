"""获取访问用户身份: who has passed an authorisation page: a member, or somebody from outside."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.core.wecom import USER_TICKET_LIFE
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.wecom.agents import agent_of_token, corp_of
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, TrustedDomain, corp_code
from mockwx.products.wecom.dialect import WECOM
from mockwx.products.wecom.fields import AGENT_TOKEN, BY_RULE, CODE, DONE, OK

PRIVATE = "snsapi_privateinfo"
CHECKS = (
    *ASKED_OF_AGENTS,
    Present("code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
    corp_code("code", CodeKind.CORP),
    TrustedDomain(),
)
ASSUMED = (
    "the order of the checks after the access_token",
    "a refused call does not spend the code",
    "of who is no member, external_userid is told to every agent of a corp whose customer they are",
)


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/auth/getuserinfo",
    dialect=WECOM,
    title="企业微信：获取访问用户身份",
    docs="https://developer.work.weixin.qq.com/document/path/96442",
    aka=("auth/getuserinfo",),
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, CODE),
    answer=(
        *DONE,
        Field("userid", "string", "of a member, visible or not", always=False),
        Field(
            "user_ticket",
            "string",
            "for auth_getuserdetail, 1800 s; only for snsapi_privateinfo and a member within the visible range",
            always=False,
        ),
        Field("openid", "string", "of who is no member, in this corp", always=False),
        Field("external_userid", "string", "of who is no member but a customer", always=False),
    ),
    checks=CHECKS,
    by_rule=BY_RULE,
    assumed=ASSUMED,
)
def auth_getuserinfo(call: Call) -> dict[str, Any]:
    corp, user = corp_of(call), call.known_user
    if not _spend(call):
        return {**OK, "openid": _openid(call), **_external(call)}
    ticket = _ticket(call)
    return {**OK, "userid": corp.userid(user), **({"user_ticket": ticket} if ticket else {})}


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/user/getuserinfo",
    dialect=WECOM,
    title="企业微信：获取访问用户身份（旧版）",
    docs="https://developer.work.weixin.qq.com/document/path/91023",
    aka=("user/getuserinfo",),
    params=(AGENT_TOKEN, CODE),
    answer=(
        Field("UserId", "string", "of a member, visible or not", always=False),
        Field("OpenId", "string", "of who is no member, in this corp", always=False),
        Field("DeviceId", "string", "of the phone; empty for a login by QR code"),
        Field("external_userid", "string", "of who is no member but a customer", always=False),
        *DONE,
        Field("user_ticket", "string", "as that of auth_getuserinfo", always=False),
        Field("expires_in", "integer", "1800, with user_ticket", always=False),
    ),
    checks=CHECKS,
    by_rule=BY_RULE,
    assumed=(
        *ASSUMED,
        "the order of the keys is that in which a report names them; that of jscode2session, which was seen, is alike",
    ),
)
def user_getuserinfo(call: Call) -> dict[str, Any]:
    corp, user = corp_of(call), call.known_user
    scope = call.world.corps.entered(call.code_text or "").scope
    device = {"DeviceId": call.world.ids.hexadecimal(32, "device", user) if scope else ""}
    if not _spend(call):
        return {"OpenId": _openid(call), **device, **_external(call), **OK}
    answer = {"UserId": corp.userid(user), **device, **OK}
    ticket = _ticket(call)
    return {**answer, "user_ticket": ticket, "expires_in": USER_TICKET_LIFE // 1000} if ticket else answer


def _spend(call: Call) -> bool:
    """Whether it was a member's code."""
    call.world.codes.spend(call.code_text or "", call.now)
    return corp_of(call).has(call.known_user)


def _ticket(call: Call) -> str | None:
    corps, corpid, user = call.world.corps, call.known_app.appid, call.known_user
    agent = agent_of_token(call)
    if corps.entered(call.code_text or "").scope != PRIVATE or not agent.sees(user):
        return None
    return corps.issue_ticket(corpid, agent.agentid, user, call.now)


def _openid(call: Call) -> str:
    accounts = call.world.accounts
    return accounts.openid(call.known_app, accounts.user_made(call.known_user))


def _external(call: Call) -> dict[str, str]:
    corp, user = corp_of(call), call.known_user
    if user not in corp.customers:
        return {}
    drawn = call.world.ids.hexadecimal(22, "external_userid", corp.appid, user)
    return {"external_userid": f"wmMOCK{drawn}"}
