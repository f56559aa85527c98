"""获取企业微信接口IP段: addresses from the ranges reserved for documentation; errcode and errmsg come last."""

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
    path="/cgi-bin/get_api_domain_ip",
    dialect=WECOM_LISTS,
    title="企业微信：获取企业微信接口IP段",
    docs="https://developer.work.weixin.qq.com/document/path/92520",
    evidence=Evidence.OBSERVED,
    params=(AGENT_TOKEN,),
    answer=IP_LIST_ANSWER,
    checks=ASKED_OF_AGENTS,
    ahead_on_error={"ip_list": []},
    by_rule=BY_RULE,
)
def wecom_get_api_domain_ip(call: Call) -> dict[str, Any]:
    return {"ip_list": ["203.0.113.11", "203.0.113.12"], **OK}
