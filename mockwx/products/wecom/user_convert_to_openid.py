"""userid转openid: what WeChat calls a member, for payments and other doors of WeChat's own."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, HasWechat, KnownMember
from mockwx.products.wecom.shared import AGENT_TOKEN, BODY_ASSUMED, BY_RULE


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/user/convert_to_openid",
    dialect=WECOM,
    title="企业微信：userid 转 openid",
    docs="https://developer.work.weixin.qq.com/document/path/90202",
    aka=("user/convert_to_openid",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(AGENT_TOKEN, Param("userid", "the member", "成员 UserID")),
    answer=(*DONE, Field("openid", "string", "28 characters")),
    checks=(
        *ASKED_OF_AGENTS,
        Present("userid", e.wecom.MISSING_USERID, evidence=Evidence.DOCUMENTED),
        KnownMember(evidence=Evidence.DOCUMENTED),
        HasWechat(),
    ),
    by_rule=BY_RULE,
    assumed=(BODY_ASSUMED, "everybody uses WeCom by WeChat, but for those in without_wechat"),
)
def user_convert_to_openid(call: Call) -> dict[str, Any]:
    return {**OK, "openid": call.openid_of_user()}
