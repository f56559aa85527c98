"""已授权账号: the apps that have authorised a platform, each with its refresh token."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import GATE
from mockwx.products.component.shared import BY_RULE, COMPONENT_APPID, DOCS, ORDER, OTHER_PLATFORM, PLATFORM_TOKEN
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint

MOST = 500
"""So many in one answer."""


@endpoint(
    "POST",
    path="/cgi-bin/component/api_get_authorizer_list",
    dialect=GATEWAY,
    title="拉取已授权的账号信息 getAuthorizerList",
    docs=f"{DOCS}/openApi/authorization-management/api_getauthorizerlist",
    aka=("getAuthorizerList",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        PLATFORM_TOKEN,
        COMPONENT_APPID,
        Param("offset", "how many to leave out", "偏移位置", type="integer"),
        Param("count", "at most 500", "拉取数量，最大 500", type="integer"),
    ),
    answer=(
        Field("total_count", "integer", "all of them"),
        Field("list", "array", "authorizer_appid, refresh_token, auth_time"),
    ),
    checks=GATE,
    by_rule=BY_RULE,
    assumed=(
        ORDER,
        OTHER_PLATFORM,
        "an absent or unfit offset is 0, an absent, unfit or larger count 500",
        "an app that has authorised from the beginning did so when the world began",
    ),
)
def api_get_authorizer_list(call: Call) -> dict[str, Any]:
    components, platform = call.world.components, call.known_platform.appid
    authorizers = [
        (app, authorization)
        for app in call.world.accounts.apps()
        if (authorization := components.authorization(platform, app)) is not None
    ]
    offset, count = _whole(call.text("offset"), 0), _whole(call.text("count"), MOST)
    return {
        "total_count": len(authorizers),
        "list": [
            {
                "authorizer_appid": app.appid,
                "refresh_token": components.refresh_token(platform, app, authorization),
                "auth_time": (authorization.at or call.world.clock.start) // 1000,
            }
            for app, authorization in authorizers[offset : offset + min(count, MOST)]
        ],
    }


def _whole(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else default
