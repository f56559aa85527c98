"""openid转userid: which member an openid is."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, OpenidOfMember
from mockwx.products.wecom.shared import AGENT_TOKEN, BODY_ASSUMED, BY_RULE, userid_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/user/convert_to_userid",
    dialect=WECOM,
    title="企业微信：openid 转 userid",
    docs="https://developer.work.weixin.qq.com/document/path/90202",
    aka=("user/convert_to_userid",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(AGENT_TOKEN, Param("openid", "of user_convert_to_openid, or of a payment", "成员的 openid")),
    answer=(*DONE, Field("userid", "string", "the member")),
    checks=(*ASKED_OF_AGENTS, OpenidOfMember()),
    by_rule=BY_RULE,
    assumed=(BODY_ASSUMED, "an absent openid, and that of who is no member, are 40073 too"),
)
def user_convert_to_userid(call: Call) -> dict[str, Any]:
    return {**OK, "userid": userid_of(call, call.known_user)}
