"""授权信息: the code of an authorisation buys the tokens with which a platform acts for the app."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.platforms import Components
from mockwx.products.component.checks import GATE, LiveLent, StillAuthorized
from mockwx.products.component.shared import (
    BY_RULE,
    COMPONENT_APPID,
    FUNCTIONS,
    ORDER,
    OTHER_PLATFORM,
    PLATFORM_TOKEN,
    lent,
)
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint


@endpoint(
    "POST",
    path="/cgi-bin/component/api_query_auth",
    dialect=GATEWAY,
    title="获取刷新令牌 getAuthorizerRefreshToken",
    docs="https://developers.weixin.qq.com/doc/oplatform/openApi/ticket-token/api_getauthorizerrefreshtoken",
    aka=("getAuthorizerRefreshToken", "queryAuthInfo"),
    evidence=Evidence.OBSERVED,
    reads_body=True,
    params=(
        PLATFORM_TOKEN,
        COMPONENT_APPID,
        Param("authorization_code", "of the callback, or of the push", "授权回调或推送中的授权码"),
    ),
    answer=(Field("authorization_info", "object", "authorizer_appid, both tokens, expires_in, func_info"),),
    checks=(
        *GATE,
        LiveLent(
            "authorization_code",
            Components.authorization_code,
            e.component.PLATFORM_CODE_INVALID,
            e.component.PLATFORM_CODE_EXPIRED,
        ),
        StillAuthorized(evidence=Evidence.ASSUMED),
    ),
    by_rule=BY_RULE,
    assumed=(
        ORDER,
        OTHER_PLATFORM,
        "the code may be queried again until it expires: the callback and the push bring the same one",
        "the permission sets are a usual choice by kind of app; what is granted is everything but denied apis",
    ),
)
def api_query_auth(call: Call) -> dict[str, Any]:
    app = call.known_app
    functions = [{"funcscope_category": {"id": function}} for function in FUNCTIONS.get(app.kind, ())]
    return {"authorization_info": {"authorizer_appid": app.appid, **lent(call), "func_info": functions}}
