"""Parameters, choices and answers that the apis of third-party platforms share."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Param

COMPONENT_APPID = Param("component_appid", "the third-party platform", "第三方平台 appid")

PLATFORM_TOKEN = Param(
    "component_access_token",
    "from api_component_token; in the query, also as access_token",
    "第三方平台接口调用凭证，放在 query，也可写作 access_token",
    within="query",
)

FOR_APP = (
    COMPONENT_APPID,
    Param("component_access_token", "from api_component_token", "第三方平台接口调用凭证"),
)

BY_RULE = (e.common.SYSTEM_ERROR, e.component.COMPONENT_TOKEN_EXPIRED)

ORDER = "the order of the checks"

OTHER_PLATFORM = "a component_appid that is not the token's is 61011"

DOCS = "https://developers.weixin.qq.com/doc/oplatform"

WEB_LOGIN_DOCS = (
    f"{DOCS}/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html"
)

AUTHORIZER_APPID = Param("appid", "the app that has authorised the platform", "授权方 appid")


def lent(call: Call) -> dict[str, Any]:
    """authorizer_access_token, expires_in and authorizer_refresh_token, in the order that was observed."""
    world, app, platform = call.world, call.known_app, call.known_platform
    authorization = world.components.authorization(platform.appid, app)
    assert authorization is not None, "asked behind a check of the authorisation"  # noqa: S101
    nth = world.counts.next("authorizer token", platform.appid, app.appid)
    text = world.ids.authorizer_token(platform.appid, app.appid, nth)
    token = world.tokens.lend(text, app.appid, platform.appid, call.now)
    return {
        "authorizer_access_token": text,
        "expires_in": (token.expires_at - call.now) // 1000,
        "authorizer_refresh_token": world.components.refresh_token(platform.appid, app, authorization),
    }
