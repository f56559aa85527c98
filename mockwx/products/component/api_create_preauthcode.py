"""预授权码: what an authorisation link of a third-party platform begins with."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.platforms import PRE_AUTH_CODE_LIFE
from mockwx.products.component.checks import GATE
from mockwx.products.component.shared import BY_RULE, COMPONENT_APPID, ORDER, OTHER_PLATFORM, PLATFORM_TOKEN
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint


@endpoint(
    "POST",
    path="/cgi-bin/component/api_create_preauthcode",
    dialect=GATEWAY,
    title="获取预授权码 getPreAuthCode",
    docs="https://developers.weixin.qq.com/doc/oplatform/openApi/ticket-token/api_getpreauthcode",
    aka=("getPreAuthCode",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(PLATFORM_TOKEN, COMPONENT_APPID),
    answer=(
        Field("pre_auth_code", "string", "preauthcode@@@ and 86 characters"),
        Field("expires_in", "integer", "1800"),
    ),
    checks=GATE,
    by_rule=BY_RULE,
    assumed=(
        ORDER,
        OTHER_PLATFORM,
        "a pre_auth_code lives 1800 s, as the documentation's text and a real body have it; its sample says 600",
    ),
)
def api_create_preauthcode(call: Call) -> dict[str, Any]:
    text = call.world.components.issue_pre_auth_code(call.known_platform.appid, call.now)
    return {"pre_auth_code": text, "expires_in": PRE_AUTH_CODE_LIFE // 1000}
