"""获取访问用户身份: who has passed an authorisation page: a member, or somebody from outside."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_LOGINS
from mockwx.products.wecom.shared import (
    AGENT_TOKEN,
    BY_RULE,
    CODE,
    MEMBER_ASSUMED,
    corp_of,
    external_id,
    issued_ticket,
    spend_code,
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
    checks=ASKED_OF_LOGINS,
    by_rule=BY_RULE,
    assumed=MEMBER_ASSUMED,
)
def auth_getuserinfo(call: Call) -> dict[str, Any]:
    corp, user = corp_of(call), call.known_user
    if not spend_code(call):
        return {**OK, "openid": call.openid_of_user(), **external_id(call)}
    ticket = issued_ticket(call)
    return {**OK, "userid": corp.userid(user), **({"user_ticket": ticket} if ticket else {})}
