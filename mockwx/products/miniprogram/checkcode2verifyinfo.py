"""手表登录: a watch's login code and check code buy the session of its user."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveCode, LiveToken, Method, Permitted, Present, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN
from mockwx.products.shared.session_answer import logged_in


@endpoint(
    "POST",
    path="/wxa/sec/checkcode2verifyinfo",
    dialect=GATEWAY,
    title="手表登录 checkcode2verifyinfo",
    docs="https://github.com/Wechat-Group/WxJava/pull/3786",
    evidence=Evidence.ASSUMED,
    reads_body=True,
    params=(
        ACCESS_TOKEN,
        Param("code", "what wx.login gave the watch", "手表端 wx.login 得到的 code"),
        Param("checkcode", "what the watch's authorisation page shows", "手表授权页面返回的 checkcode"),
    ),
    answer=(
        Field("session_key", "string", "24 characters: base64 of 16 bytes"),
        Field("openid", "string", "the user in this app"),
        Field("unionid", "string", "the user for the app's owner, if it has one", always=False),
        Field("is_limit", "boolean", "false"),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(evidence=Evidence.ASSUMED),
        WithinQuota(),
        HasBody(evidence=Evidence.ASSUMED),
        Present("code", e.login.MISSING_CODE, evidence=Evidence.ASSUMED),
        Present("checkcode", e.common.INVALID_ARGS, evidence=Evidence.ASSUMED),
        LiveCode(
            "code",
            CodeKind.LOGIN,
            e.login.INVALID_CODE,
            e.login.CODE_USED,
            e.login.INVALID_CODE,
            evidence=Evidence.ASSUMED,
        ),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(
        "all but path, parameters and keys, which a client's source tells",
        "any checkcode will do, an absent one is 40097; codes are those of code2session",
    ),
)
def checkcode2verifyinfo(call: Call) -> dict[str, Any]:
    session = logged_in(call)
    return {name: value for name, value in session.items() if name != "expires_in"} | {"is_limit": False}
