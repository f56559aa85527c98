"""获取访问用户敏感信息: what a member has agreed to tell, for the user_ticket of the login."""

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
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, LiveTicket
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, corp_of, private_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/auth/getuserdetail",
    dialect=WECOM,
    title="企业微信：获取访问用户敏感信息",
    docs="https://developer.work.weixin.qq.com/document/path/96443",
    aka=("auth/getuserdetail",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(AGENT_TOKEN, Param("user_ticket", "from auth_getuserinfo", "成员票据")),
    answer=(
        *DONE,
        Field("userid", "string", "the member"),
        Field("gender", "string", '"0" unknown, "1" male, "2" female: a text'),
        Field("avatar", "string", "a URL"),
        Field("qr_code", "string", "a URL"),
        Field("mobile", "string", "phone number"),
        Field("email", "string", "a made-up one"),
        Field("biz_mail", "string", "a made-up one"),
        Field("address", "string", "province and city"),
    ),
    checks=(
        *ASKED_OF_AGENTS,
        Present("user_ticket", e.wecom.MISSING_TICKET, evidence=Evidence.DOCUMENTED),
        LiveTicket(),
    ),
    by_rule=BY_RULE,
    assumed=(
        "a body that is no JSON, and a GET, are answered as if the user_ticket were missing",
        "a user_ticket may be used more than once, by the agent that got it",
        "a member agrees to all of it or to nothing",
    ),
)
def auth_getuserdetail(call: Call) -> dict[str, Any]:
    who = person(call.world.settings.seed, call.world.accounts.user_made(call.known_user))
    return {**OK, **private_of(who, corp_of(call).userid(call.known_user))}
