"""二次验证: the corp has checked by its own means who a new member is, and lets them in."""

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
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, KnownMember
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/user/authsucc",
    dialect=WECOM,
    title="企业微信：二次验证",
    docs="https://developer.work.weixin.qq.com/document/path/90203",
    aka=("user/authsucc",),
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, Param("userid", "the member", "成员 UserID")),
    answer=DONE,
    checks=(
        *ASKED_OF_AGENTS,
        Present("userid", e.wecom.MISSING_USERID, evidence=Evidence.DOCUMENTED),
        KnownMember(evidence=Evidence.DOCUMENTED),
    ),
    by_rule=BY_RULE,
    assumed=("nobody is kept out before it: the journal shows that it was called",),
)
def user_authsucc(call: Call) -> dict[str, Any]:
    return dict(OK)
