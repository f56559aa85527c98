"""获取企业的 jsapi_ticket, to configure a page with."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.shared import (
    AGENT_TOKEN,
    BY_RULE,
    TICKET_ANSWER,
    TICKET_ASSUMED,
    TICKET_DOCS,
    TICKET_QUOTAS,
    fetched_ticket,
)


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/get_jsapi_ticket",
    dialect=WECOM,
    title="企业微信：获取企业 jsapi_ticket",
    docs=TICKET_DOCS,
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN,),
    answer=TICKET_ANSWER,
    checks=ASKED_OF_AGENTS,
    by_rule=BY_RULE,
    quotas=TICKET_QUOTAS,
    assumed=TICKET_ASSUMED,
)
def get_jsapi_ticket(call: Call) -> dict[str, Any]:
    return fetched_ticket(call, "corp")
