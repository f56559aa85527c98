"""获取访问用户敏感信息 for a suite: what a member has agreed to tell, for the user_ticket of the login."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.made_up_people import person
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_SUITES, JsonBody, LiveUserTicket
from mockwx.products.suite.shared import BY_RULE, DOCS, FOR_OPEN_IDS, ORDER, SUITE_TOKEN, known_corp, suite_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/auth/getuserdetail3rd",
    dialect=WECOM,
    title="企业微信：第三方应用获取访问用户敏感信息",
    docs=f"{DOCS}/91122",
    aka=("service/auth/getuserdetail3rd",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(SUITE_TOKEN, Param("user_ticket", "from service_auth_getuserinfo3rd", "成员票据")),
    answer=(
        *DONE,
        Field("corpid", "string", "the member's corp"),
        Field("userid", "string", "the member"),
        Field("name", "string", "the userid, since 2019-12-30"),
        Field("gender", "string", '"0" unless the login asked for snsapi_privateinfo; a text'),
        Field("avatar", "string", "a URL"),
        Field("qr_code", "string", "a URL"),
    ),
    checks=(
        *ASKED_OF_SUITES,
        JsonBody(evidence=Evidence.ASSUMED),
        Present("user_ticket", e.wecom.MISSING_TICKET, evidence=Evidence.DOCUMENTED),
        LiveUserTicket(),
    ),
    by_rule=BY_RULE,
    assumed=(ORDER, *FOR_OPEN_IDS, "a user_ticket may be used more than once"),
)
def service_auth_getuserdetail3rd(call: Call) -> dict[str, Any]:
    ticket = call.world.suites.user_ticket(call.text("user_ticket"))
    assert ticket is not None, "asked behind LiveUserTicket"  # noqa: S101
    _, corp = known_corp(call, ticket.corpid)
    userid = call.world.suites.userid(suite_of(call), corp, ticket.user)
    who = person(call.world.settings.seed, call.world.accounts.user_made(ticket.user))
    return {
        **OK,
        "corpid": ticket.corpid,
        "userid": userid,
        "name": userid,
        "gender": str(who.gender) if ticket.private else "0",
        "avatar": who.avatar,
        "qr_code": f"https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=mock{userid}",
    }
