"""获取用户二次验证信息: who stands before the corp's own second check, and a code to let them pass with."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, corp_code
from mockwx.products.wecom.shared import AGENT_TOKEN, BODY_ASSUMED, BY_RULE, spend_code, userid_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/auth/get_tfa_info",
    dialect=WECOM,
    title="企业微信：获取用户二次验证信息",
    docs="https://developer.work.weixin.qq.com/document/path/99499",
    aka=("auth/get_tfa_info",),
    evidence=Evidence.ASSUMED,
    reads_body=True,
    params=(AGENT_TOKEN, Param("code", "what the check's page was opened with", "二次验证页面带来的 code")),
    answer=(
        *DONE,
        Field("userid", "string", "the member"),
        Field("tfa_code", "string", "for user_tfa_succ, five minutes"),
    ),
    checks=(
        *ASKED_OF_AGENTS,
        Present("code", e.wecom.MISSING_CODE, evidence=Evidence.ASSUMED),
        corp_code("code", CodeKind.CORP),
    ),
    by_rule=BY_RULE,
    assumed=(
        BODY_ASSUMED,
        "known from a client in use, which tells the keys",
        "the code is that of an authorisation page; WeCom opens the check's page with one like it",
    ),
)
def auth_get_tfa_info(call: Call) -> dict[str, Any]:
    spend_code(call)
    tfa_code = call.world.corps.issue_tfa_code(call.known_app.appid, call.known_user, call.now)
    return {**OK, "userid": userid_of(call, call.known_user), "tfa_code": tfa_code}
