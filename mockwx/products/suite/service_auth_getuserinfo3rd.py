"""获取访问用户身份 for a suite: who has passed its page: a member of a corp that has installed it, or somebody else."""

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
    path="/cgi-bin/service/auth/getuserinfo3rd",
    dialect=WECOM,
    title="企业微信：第三方应用获取访问用户身份",
    docs=f"{DOCS}/91121",
    aka=("service/auth/getuserinfo3rd",),
    evidence=Evidence.DOCUMENTED,
    params=(SUITE_TOKEN, CODE),
    answer=(
        *DONE,
        Field("corpid", "string", "the member's corp", always=False),
        Field("userid", "string", "of a member", always=False),
        Field("user_ticket", "string", "for service_auth_getuserdetail3rd; 1800 s", always=False),
        Field("expires_in", "integer", "1800, with user_ticket", always=False),
        Field("open_userid", "string", "the same in all suites of one provider", always=False),
        Field("openid", "string", "of who is a member of no corp that has installed the suite", always=False),
    ),
    checks=ASKED_OF_LOGINS,
    on_error={"parents": []},
    by_rule=BY_RULE,
    assumed=LOGIN_ASSUMED,
)
def service_auth_getuserinfo3rd(call: Call) -> dict[str, Any]:
    login = spent_login(call)
    member = member_of(call, login)
    if member is None:
        return {**OK, "openid": call.openid_of_user()}
    userid, open_userid = member
    ticket = issued_ticket(call, login)
    ticketed = {"user_ticket": ticket, "expires_in": USER_TICKET_LIFE // 1000} if ticket else {}
    return {**OK, "corpid": login.corpid, "userid": userid, **ticketed, "open_userid": open_userid}
