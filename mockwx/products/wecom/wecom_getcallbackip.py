"""获取企业微信回调IP段: addresses from the ranges reserved for documentation; errcode and errmsg come last."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.ok import OK
from mockwx.products.shared.wecom_dialect import WECOM_LISTS
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.shared import AGENT_TOKEN, BY_RULE, IP_LIST_ANSWER


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/getcallbackip",
    dialect=WECOM_LISTS,
    title="企业微信：获取企业微信回调IP段",
    docs="https://developer.work.weixin.qq.com/document/path/90238",
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN,),
    answer=IP_LIST_ANSWER,
    checks=ASKED_OF_AGENTS,
    ahead_on_error={"ip_list": []},
    by_rule=BY_RULE,
)
def wecom_getcallbackip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["192.0.2.11", "192.0.2.12", "198.51.100.128"], **OK}
