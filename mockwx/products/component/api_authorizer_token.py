"""授权方令牌: the authorizer_refresh_token renews the token with which a platform acts for an app."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import GATE, RightRefreshToken
from mockwx.products.component.shared import BY_RULE, COMPONENT_APPID, ORDER, OTHER_PLATFORM, PLATFORM_TOKEN, lent
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AuthorizedPlatform, KnownApp
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint


@endpoint(
    "POST",
    path="/cgi-bin/component/api_authorizer_token",
    dialect=GATEWAY,
    title="获取授权账号调用令牌 getAuthorizerAccessToken",
    docs="https://developers.weixin.qq.com/doc/oplatform/openApi/ticket-token/api_getauthorizeraccesstoken",
    aka=("getAuthorizerAccessToken",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        PLATFORM_TOKEN,
        COMPONENT_APPID,
        Param("authorizer_appid", "the app that has authorised the platform", "授权方 appid"),
        Param("authorizer_refresh_token", "of api_query_auth", "api_query_auth 得到的刷新令牌"),
    ),
    answer=(
        Field("authorizer_access_token", "string", "157 characters; works wherever the app's own access_token does"),
        Field("expires_in", "integer", "7200"),
        Field("authorizer_refresh_token", "string", "the same, until the app authorises the platform again"),
    ),
    checks=(
        *GATE,
        KnownApp("authorizer_appid", evidence=Evidence.DOCUMENTED),
        AuthorizedPlatform(),
        RightRefreshToken(),
    ),
    by_rule=BY_RULE,
    assumed=(
        ORDER,
        OTHER_PLATFORM,
        "an absent authorizer_appid is 40013",
        "each call makes a new token, and those before live on until they expire",
        "the refresh token stays the same; the documentation does not say",
    ),
)
def api_authorizer_token(call: Call) -> dict[str, Any]:
    return lent(call)
