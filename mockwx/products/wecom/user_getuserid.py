"""手机号获取userid: which member has a phone number."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, MemberBy
from mockwx.products.wecom.shared import AGENT_TOKEN, BODY_ASSUMED, BY_RULE, member_of_mobile, userid_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/user/getuserid",
    dialect=WECOM,
    title="企业微信：手机号获取 userid",
    docs="https://developer.work.weixin.qq.com/document/path/95402",
    aka=("user/getuserid",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(AGENT_TOKEN, Param("mobile", "5 to 32 bytes", "手机号")),
    answer=(*DONE, Field("userid", "string", "the member")),
    checks=(*ASKED_OF_AGENTS, MemberBy("mobile", member_of_mobile)),
    by_rule=BY_RULE,
    assumed=(
        BODY_ASSUMED,
        "an absent mobile, and a member outside the agent's visible range, are 46004 too",
        "many failures do not close the api for a day, as WeCom does",
        "members are looked for among the thousand users who were declared, or acted, first",
    ),
)
def user_getuserid(call: Call) -> dict[str, Any]:
    return {**OK, "userid": userid_of(call, call.known_user)}
