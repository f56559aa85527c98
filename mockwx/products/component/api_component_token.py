"""第三方平台令牌: the ticket that WeChat pushed buys a component_access_token."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.platforms import Components
from mockwx.core.tokens.token_life import TOKEN_LIFE
from mockwx.products.component.checks import KnownPlatform, LiveLent
from mockwx.products.component.shared import COMPONENT_APPID
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AllowedIp, HasBody, Method, Permitted, Present, SecretMatches, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint


@endpoint(
    "POST",
    path="/cgi-bin/component/api_component_token",
    dialect=GATEWAY,
    title="获取令牌 getComponentAccessToken",
    docs="https://developers.weixin.qq.com/doc/oplatform/openApi/ticket-token/api_getcomponentaccesstoken",
    aka=("getComponentAccessToken",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        COMPONENT_APPID,
        Param("component_appsecret", "its AppSecret", "第三方平台 appsecret"),
        Param("component_verify_ticket", "the latest one that was pushed", "微信推送的最新 ticket"),
    ),
    answer=(
        Field("component_access_token", "string", "157 characters"),
        Field("expires_in", "integer", "7200"),
    ),
    checks=(
        Method(wanted=("POST",)),
        HasBody(evidence=Evidence.DOCUMENTED),
        Present("component_appid", e.common.DATA_FORMAT, evidence=Evidence.DOCUMENTED),
        KnownPlatform(alone=True),
        Present("component_appsecret", e.login.MISSING_SECRET, evidence=Evidence.DOCUMENTED),
        Present("component_verify_ticket", e.common.DATA_FORMAT, evidence=Evidence.DOCUMENTED),
        SecretMatches("component_appsecret", evidence=Evidence.DOCUMENTED),
        AllowedIp(e.credential.CLIENT_IP_NOT_REGISTERED, evidence=Evidence.DOCUMENTED),
        Permitted(evidence=Evidence.DOCUMENTED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        LiveLent("component_verify_ticket", Components.ticket, e.component.TICKET_INVALID, e.component.TICKET_EXPIRED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_CREDENTIAL),
    assumed=(
        "the order of the checks",
        "an unknown component_appid is 40013, that of an app of another kind 61011",
        "each call makes a new token, those before live on (wechat.replaced_component_token: dies ends them at once)",
        "a ticket stays good for twelve hours, also when later ones were pushed",
    ),
)
def api_component_token(call: Call) -> dict[str, Any]:
    ends_former = call.world.settings.wechat.replaced_component_token == "dies"
    text = call.world.components.issue_token(call.known_platform.appid, call.now, ends_former=ends_former)
    return {"component_access_token": text, "expires_in": TOKEN_LIFE // 1000}
