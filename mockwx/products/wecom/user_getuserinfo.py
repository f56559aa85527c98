"""获取访问用户身份, the older api: the same with other keys."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.core.wecom import USER_TICKET_LIFE
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
    path="/cgi-bin/user/getuserinfo",
    dialect=WECOM,
    title="企业微信：获取访问用户身份（旧版）",
    docs="https://developer.work.weixin.qq.com/document/path/91023",
    aka=("user/getuserinfo",),
    evidence=Evidence.OBSERVED,
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
    checks=ASKED_OF_LOGINS,
    by_rule=BY_RULE,
    assumed=(
        *MEMBER_ASSUMED,
        "the order of the keys is that in which a report names them; that of jscode2session, which was seen, is alike",
    ),
)
def user_getuserinfo(call: Call) -> dict[str, Any]:
    corp, user = corp_of(call), call.known_user
    scope = call.world.corps.entered(call.code_text or "").scope
    device = {"DeviceId": call.world.ids.hexadecimal(32, "device", user) if scope else ""}
    if not spend_code(call):
        return {"OpenId": call.openid_of_user(), **device, **external_id(call), **OK}
    answer = {"UserId": corp.userid(user), **device, **OK}
    ticket = issued_ticket(call)
    return {**answer, "user_ticket": ticket, "expires_in": USER_TICKET_LIFE // 1000} if ticket else answer
