"""获取企业微信服务器IP: addresses from the ranges reserved for documentation; errcode and errmsg come last."""

from __future__ import annotations

from typing import Any

from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.dialect import WECOM_LISTS
from mockwx.products.wecom.fields import AGENT_TOKEN, BY_RULE, DONE, OK

ANSWER = (Field("ip_list", "array", "addresses"), *DONE)


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/getcallbackip",
    dialect=WECOM_LISTS,
    title="企业微信：获取企业微信回调IP段",
    docs="https://developer.work.weixin.qq.com/document/path/90238",
    params=(AGENT_TOKEN,),
    answer=ANSWER,
    checks=ASKED_OF_AGENTS,
    ahead_on_error={"ip_list": []},
    by_rule=BY_RULE,
)
def wecom_getcallbackip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["192.0.2.11", "192.0.2.12", "198.51.100.128"], **OK}


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/get_api_domain_ip",
    dialect=WECOM_LISTS,
    title="企业微信：获取企业微信接口IP段",
    docs="https://developer.work.weixin.qq.com/document/path/92520",
    params=(AGENT_TOKEN,),
    answer=ANSWER,
    checks=ASKED_OF_AGENTS,
    ahead_on_error={"ip_list": []},
    by_rule=BY_RULE,
)
def wecom_get_api_domain_ip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["203.0.113.11", "203.0.113.12"], **OK}
