"""获取应用的 jsapi_ticket, for what only an agent may do."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import OneOf
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.shared import (
    AGENT_TOKEN,
    BY_RULE,
    TICKET_ANSWER,
    TICKET_ASSUMED,
    TICKET_DOCS,
    TICKET_QUOTAS,
    agent_of_token,
    fetched_ticket,
)


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/ticket/get",
    dialect=WECOM,
    title="企业微信：获取应用 jsapi_ticket",
    docs=TICKET_DOCS,
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, Param("type", "always the same", "固定值", choices=("agent_config",))),
    answer=TICKET_ANSWER,
    checks=(
        *ASKED_OF_AGENTS,
        OneOf("type", ("agent_config",), e.wecom.TICKET_TYPE, evidence=Evidence.DOCUMENTED),
    ),
    by_rule=BY_RULE,
    quotas=TICKET_QUOTAS,
    assumed=TICKET_ASSUMED,
)
def wecom_ticket_get(call: Call) -> dict[str, Any]:
    return fetched_ticket(call, f"agent {agent_of_token(call).agentid}")
