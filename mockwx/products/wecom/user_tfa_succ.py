"""使用二次验证: the corp's own second check is passed."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, KnownMember, LiveTfaCode
from mockwx.products.wecom.shared import AGENT_TOKEN, BODY_ASSUMED, BY_RULE


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/user/tfa_succ",
    dialect=WECOM,
    title="企业微信：使用二次验证",
    docs="https://developer.work.weixin.qq.com/document/path/99500",
    aka=("user/tfa_succ",),
    evidence=Evidence.ASSUMED,
    reads_body=True,
    params=(
        AGENT_TOKEN,
        Param("userid", "the member", "成员 UserID"),
        Param("tfa_code", "from auth_get_tfa_info", "二次验证授权码"),
    ),
    answer=DONE,
    checks=(
        *ASKED_OF_AGENTS,
        Present("userid", e.wecom.MISSING_USERID, evidence=Evidence.ASSUMED),
        KnownMember(evidence=Evidence.ASSUMED),
        LiveTfaCode(),
    ),
    by_rule=BY_RULE,
    assumed=(
        BODY_ASSUMED,
        "known from a client in use, which tells the parameters",
        "a tfa_code that is missing, of somebody else or older than five minutes is 40058",
    ),
)
def user_tfa_succ(call: Call) -> dict[str, Any]:
    return dict(OK)
