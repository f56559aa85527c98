"""获取 JS-SDK 票据: one ticket for two hours, whichever access_token asks; type 2 is a mobile app's sdk_ticket."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import AllowedIp, LiveToken, Method, OneOf, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN

TYPES = ("jsapi", "wx_card", "2")


@endpoint(
    "GET",
    path="/cgi-bin/ticket/getticket",
    dialect=GATEWAY,
    title="获取 JS-SDK 票据 getTicket",
    docs="https://developers.weixin.qq.com/doc/service/api/webdev/jssdk/api_getticket",
    aka=("getTicket",),
    evidence=Evidence.OBSERVED,
    params=(
        ACCESS_TOKEN,
        Param("type", "what for; 2: a mobile app's login by scan", "用途；2 为移动应用扫码登录", choices=TYPES),
    ),
    answer=(
        *DONE,
        Field("ticket", "string", "86 characters, to sign a page's URL with"),
        Field("expires_in", "integer", "seconds that are left"),
    ),
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        AllowedIp(e.credential.CLIENT_IP_NOT_REGISTERED),
        Permitted(),
        WithinQuota(),
        OneOf("type", TYPES, e.common.INVALID_ARGS, evidence=Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("an absent or other type is 40097", "apps of every kind may ask, for every type"),
)
def getticket(call: Call) -> dict[str, Any]:
    ticket = call.world.tickets.fetch(call.known_app.appid, call.text("type"), call.now)
    left = (ticket.expires_at - call.now) // 1000
    return {**OK, "ticket": ticket.text, "expires_in": left}
