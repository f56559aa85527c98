"""小程序登录 on behalf of a mini program: without its secret, with the platform's token."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.products.component.checks import for_app
from mockwx.products.component.shared import AUTHORIZER_APPID, DOCS, FOR_APP, ORDER
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveCode, NotBlocked, OneOf, Permitted, Present, WithinQuota
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.params import CODE_GRANT, JS_CODE
from mockwx.products.shared.session_answer import SESSION_ANSWER, logged_in


@endpoint(
    "GET",
    path="/sns/component/jscode2session",
    dialect=SNS,
    title="小程序登录 thirdpartyCode2Session",
    docs=f"{DOCS}/openApi/miniprogram-management/login/api_thirdpartycode2session",
    aka=("thirdpartyCode2Session",),
    evidence=Evidence.DOCUMENTED,
    params=(
        AUTHORIZER_APPID,
        JS_CODE,
        CODE_GRANT,
        *FOR_APP,
    ),
    answer=SESSION_ANSWER,
    checks=(
        *for_app(Kind.MINIPROGRAM),
        Permitted((Kind.MINIPROGRAM, Kind.MINIGAME), evidence=Evidence.ASSUMED),
        Present("js_code", e.login.MISSING_CODE, evidence=Evidence.ASSUMED),
        OneOf("grant_type", ("authorization_code",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        LiveCode(
            "js_code",
            CodeKind.LOGIN,
            e.login.INVALID_CODE,
            e.login.CODE_USED,
            e.login.INVALID_CODE,
            evidence=Evidence.DOCUMENTED,
        ),
        NotBlocked(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(
        ORDER,
        "the keys come as those of code2session",
        "codes are those of code2session: the app's own backend and the platform can each spend one, once",
    ),
)
def component_jscode2session(call: Call) -> dict[str, Any]:
    return logged_in(call)
