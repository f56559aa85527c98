"""邮箱获取userid: which member has an e-mail address."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, MemberBy
from mockwx.products.wecom.shared import AGENT_TOKEN, BODY_ASSUMED, BY_RULE, member_of_email, userid_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/user/get_userid_by_email",
    dialect=WECOM,
    title="企业微信：邮箱获取 userid",
    docs="https://developer.work.weixin.qq.com/document/path/95895",
    aka=("user/get_userid_by_email",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        AGENT_TOKEN,
        Param("email", "as auth_getuserdetail tells it", "邮箱"),
        Param("email_type", "1: of the corp (default), 2: private", "邮箱类型", required=False, type="integer"),
    ),
    answer=(*DONE, Field("userid", "string", "the member")),
    checks=(*ASKED_OF_AGENTS, MemberBy("email", member_of_email)),
    by_rule=BY_RULE,
    assumed=(BODY_ASSUMED, "an absent email, and a member outside the agent's visible range, are 46004 too"),
)
def user_get_userid_by_email(call: Call) -> dict[str, Any]:
    return {**OK, "userid": userid_of(call, call.known_user)}
