"""获取微信推送服务器IP: addresses that pushes come from, all of them from the ranges reserved for documentation."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.products.credential.checks import IP_LIST_CHECKS
from mockwx.products.credential.shared import IP_LIST_ANSWER, IP_LIST_BY_RULE
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "GET",
    path="/cgi-bin/getcallbackip",
    dialect=GATEWAY,
    title="获取微信推送服务器IP getCallbackIp",
    docs="https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip",
    aka=("getCallbackIp",),
    evidence=Evidence.DOCUMENTED,
    params=(ACCESS_TOKEN,),
    answer=IP_LIST_ANSWER,
    checks=IP_LIST_CHECKS,
    by_rule=IP_LIST_BY_RULE,
)
def getcallbackip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["192.0.2.1", "192.0.2.2", "198.51.100.0/25"]}
