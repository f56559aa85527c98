"""获取 jsapi_ticket: one of the corp, to configure a page, and one of the agent, for what only an agent may do."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import OneOf
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.wecom.agents import agent_of_token
from mockwx.products.wecom.checks import ASKED_OF_AGENTS
from mockwx.products.wecom.dialect import WECOM
from mockwx.products.wecom.fields import AGENT_TOKEN, BY_RULE, DONE, OK

DOCS = "https://developer.work.weixin.qq.com/document/path/96909"
ANSWER = (
    *DONE,
    Field("ticket", "string", "86 characters, to sign a page's URL with"),
    Field("expires_in", "integer", "seconds that are left"),
)
QUOTAS = (Quota(400, "h", "corp"), Quota(100, "h", "app"))
ASSUMED = ("a ticket that is asked for again is the same while it lives",)


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/get_jsapi_ticket",
    dialect=WECOM,
    title="企业微信：获取企业 jsapi_ticket",
    docs=DOCS,
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN,),
    answer=ANSWER,
    checks=ASKED_OF_AGENTS,
    by_rule=BY_RULE,
    quotas=QUOTAS,
    assumed=ASSUMED,
)
def get_jsapi_ticket(call: Call) -> dict[str, Any]:
    return _fetched(call, "corp")


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/ticket/get",
    dialect=WECOM,
    title="企业微信：获取应用 jsapi_ticket",
    docs=DOCS,
    evidence=Evidence.DOCUMENTED,
    params=(AGENT_TOKEN, Param("type", "always the same", "固定值", choices=("agent_config",))),
    answer=ANSWER,
    checks=(
        *ASKED_OF_AGENTS,
        OneOf("type", ("agent_config",), e.wecom.TICKET_TYPE, evidence=Evidence.DOCUMENTED),
    ),
    by_rule=BY_RULE,
    quotas=QUOTAS,
    assumed=ASSUMED,
)
def wecom_ticket_get(call: Call) -> dict[str, Any]:
    return _fetched(call, f"agent {agent_of_token(call).agentid}")


def _fetched(call: Call, kind: str) -> dict[str, Any]:
    ticket = call.world.tickets.fetch(call.known_app.appid, kind, call.now)
    return {**OK, "ticket": ticket.text, "expires_in": (ticket.expires_at - call.now) // 1000}
