"""获取访问用户身份 for a suite, the older api: the same with other keys."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.core.wecom import USER_TICKET_LIFE
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_LOGINS
from mockwx.products.suite.shared import (
    BY_RULE,
    CODE,
    DOCS,
    LOGIN_ASSUMED,
    SUITE_TOKEN,
    issued_ticket,
    member_of,
    spent_login,
)


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/service/getuserinfo3rd",
    dialect=WECOM,
    title="企业微信：第三方应用获取访问用户身份（旧版）",
    docs=f"{DOCS}/91711",
    aka=("service/getuserinfo3rd",),
    evidence=Evidence.DOCUMENTED,
    params=(SUITE_TOKEN, CODE),
    answer=(
        *DONE,
        Field("CorpId", "string", "the member's corp", always=False),
        Field("UserId", "string", "of a member", always=False),
        Field("OpenId", "string", "of who is a member of no corp that has installed the suite", always=False),
        Field("DeviceId", "string", "of the phone; empty for a login by QR code"),
        Field("user_ticket", "string", "as that of service_auth_getuserinfo3rd", always=False),
        Field("expires_in", "integer", "1800, with user_ticket", always=False),
        Field("open_userid", "string", "the same in all suites of one provider", always=False),
    ),
    checks=ASKED_OF_LOGINS,
    on_error={"parents": []},
    by_rule=BY_RULE,
    assumed=(*LOGIN_ASSUMED, "errors have parents here too"),
)
def service_getuserinfo3rd(call: Call) -> dict[str, Any]:
    login = spent_login(call)
    device = {"DeviceId": call.world.ids.hexadecimal(32, "device", call.known_user) if login.scope else ""}
    member = member_of(call, login)
    if member is None:
        return {**OK, "OpenId": call.openid_of_user(), **device}
    userid, open_userid = member
    ticket = issued_ticket(call, login)
    ticketed = {"user_ticket": ticket, "expires_in": USER_TICKET_LIFE // 1000} if ticket else {}
    return {**OK, "CorpId": login.corpid, "UserId": userid, **device, **ticketed, "open_userid": open_userid}
