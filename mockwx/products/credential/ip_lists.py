"""获取微信服务器IP: addresses of WeChat's servers, all of them from the ranges reserved for documentation."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.credential.fields import IP_LIST_ANSWER
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.params import ACCESS_TOKEN

CHECKS = (
    Method(wanted=("GET",)),
    LiveToken(),
    Permitted(evidence=Evidence.DOCUMENTED),
    WithinQuota(evidence=Evidence.DOCUMENTED),
)
BY_RULE = (e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN, e.login.INVALID_APPID)


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
    checks=CHECKS,
    by_rule=BY_RULE,
)
def getcallbackip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["192.0.2.1", "192.0.2.2", "198.51.100.0/25"]}


@endpoint(
    "GET",
    path="/cgi-bin/get_api_domain_ip",
    dialect=GATEWAY,
    title="获取微信API服务器IP getApiDomainIp",
    docs="https://developers.weixin.qq.com/doc/service/api/base/api_getapidomainip",
    aka=("getApiDomainIp",),
    evidence=Evidence.DOCUMENTED,
    params=(ACCESS_TOKEN,),
    answer=IP_LIST_ANSWER,
    checks=CHECKS,
    by_rule=BY_RULE,
)
def get_api_domain_ip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["203.0.113.1", "203.0.113.128/25"]}
