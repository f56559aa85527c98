"""小程序登录 code2Session of WeCom: a backend trades a code of wx.qy.login for userid and session_key."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import OneOf, Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import CODE_GRANT
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS, corp_code
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, corp_of


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/miniprogram/jscode2session",
    dialect=WECOM,
    title="企业微信：小程序登录 code2Session",
    docs="https://developer.work.weixin.qq.com/document/path/96959",
    aka=("miniprogram/jscode2session",),
    evidence=Evidence.OBSERVED,
    params=(
        AGENT_TOKEN,
        Param("js_code", "what wx.qy.login gave the phone", "wx.qy.login 得到的 code"),
        CODE_GRANT,
    ),
    answer=(
        Field("userid", "string", "the member"),
        Field("session_key", "string", "24 characters: base64 of 16 bytes"),
        Field("corpid", "string", "the member's corp"),
        Field("deviceid", "string", "undocumented; empty"),
        *DONE,
    ),
    checks=(
        *ASKED_OF_AGENTS,
        Present("js_code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
        OneOf("grant_type", ("authorization_code",), e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        corp_code("js_code", CodeKind.QY_LOGIN),
    ),
    by_rule=BY_RULE,
    assumed=(
        "another grant_type is 40058",
        "any agent's token will do; WeCom wants that of the agent to which the mini program is linked",
        "a refused call does not spend the code",
    ),
)
def wecom_jscode2session(call: Call) -> dict[str, Any]:
    corp, user = corp_of(call), call.known_user
    call.world.codes.spend(call.code_text or "", call.now)
    session = call.world.sessions.find(corp.appid, user)
    assert session is not None, "a code of wx.qy.login comes with a session"  # noqa: S101
    answer = {"userid": corp.userid(user), "session_key": session.session_key, "corpid": corp.appid, "deviceid": ""}
    return {**answer, **OK}
