"""启动票据推送: a platform asks WeChat to push tickets, where they have not begun or have stopped."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import KnownPlatform
from mockwx.products.component.shared import COMPONENT_APPID, DOCS, ORDER
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, Method, Present, SecretMatches, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/component/api_start_push_ticket",
    dialect=GATEWAY,
    title="启动票据推送服务 startPushTicket",
    docs=f"{DOCS}/openApi/ticket-token/api_startpushticket",
    aka=("startPushTicket",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(COMPONENT_APPID, Param("component_secret", "its AppSecret", "第三方平台 appsecret")),
    answer=DONE,
    checks=(
        Method(wanted=("POST",)),
        HasBody(evidence=Evidence.ASSUMED),
        Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.ASSUMED),
        KnownPlatform(alone=True, evidence=Evidence.ASSUMED),
        Present("component_secret", e.login.MISSING_SECRET, evidence=Evidence.ASSUMED),
        SecretMatches("component_secret", evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(ORDER, "nothing is pushed by it: tickets are pushed when wechat.push says so"),
)
def api_start_push_ticket(call: Call) -> dict[str, Any]:
    return dict(OK)
