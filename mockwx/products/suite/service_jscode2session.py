"""小程序登录 code2Session of a suite's mini program inside WeCom: userid and session_key."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveCode, OneOf, Present
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import CODE_GRANT
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_SUITES
from mockwx.products.suite.shared import BY_RULE, DOCS, FOR_OPEN_IDS, ORDER, SUITE_TOKEN, known_corp, suite_of


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/service/miniprogram/jscode2session",
    dialect=WECOM,
    title="企业微信：第三方应用的小程序登录 code2Session",
    docs=f"{DOCS}/92423",
    aka=("service/miniprogram/jscode2session",),
    evidence=Evidence.DOCUMENTED,
    params=(
        SUITE_TOKEN,
        Param("js_code", "what wx.qy.login gave the phone", "wx.qy.login 得到的 code"),
        CODE_GRANT,
    ),
    answer=(
        Field("corpid", "string", "the member's corp"),
        Field("userid", "string", "the member"),
        Field("session_key", "string", "24 characters: base64 of 16 bytes"),
        Field("open_userid", "string", "the same in all suites of one provider"),
        *DONE,
    ),
    checks=(
        *ASKED_OF_SUITES,
        Present("js_code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
        OneOf("grant_type", ("authorization_code",), e.wecom.INVALID_PARAMETER, evidence=Evidence.ASSUMED),
        LiveCode("js_code", CodeKind.QY_LOGIN, e.wecom.INVALID_CODE, e.wecom.INVALID_CODE, e.wecom.INVALID_SUITE_TOKEN),
    ),
    by_rule=BY_RULE,
    assumed=(ORDER, *FOR_OPEN_IDS, "another grant_type is 40058", "a refused call does not spend the code"),
)
def service_jscode2session(call: Call) -> dict[str, Any]:
    world, user, suite = call.world, call.known_user, suite_of(call)
    login = world.suites.login(call.code_text or "")
    world.codes.spend(call.code_text or "", call.now)
    _, corp = known_corp(call, login.corpid)
    session = world.sessions.find(suite.appid, user)
    assert session is not None, "a code of wx.qy.login comes with a session"  # noqa: S101
    return {
        "corpid": corp.appid,
        "userid": world.suites.userid(suite, corp, user),
        "session_key": session.session_key,
        "open_userid": world.suites.open_userid(suite, corp.appid, user),
        **OK,
    }
