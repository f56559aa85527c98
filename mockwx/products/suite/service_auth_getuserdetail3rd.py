"""获取访问用户敏感信息 for a suite: what a member has agreed to tell, for the user_ticket of the login."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_SUITES, JsonBody, LiveUserTicket
from mockwx.products.suite.shared import BY_RULE, DETAIL_ANSWER, DOCS, FOR_OPEN_IDS, ORDER, SUITE_TOKEN, detail_of


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/auth/getuserdetail3rd",
    dialect=WECOM,
    title="企业微信：第三方应用获取访问用户敏感信息",
    docs=f"{DOCS}/91122",
    aka=("service/auth/getuserdetail3rd",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(SUITE_TOKEN, Param("user_ticket", "from service_auth_getuserinfo3rd", "成员票据")),
    answer=DETAIL_ANSWER,
    checks=(
        *ASKED_OF_SUITES,
        JsonBody(evidence=Evidence.ASSUMED),
        Present("user_ticket", e.wecom.MISSING_TICKET, evidence=Evidence.DOCUMENTED),
        LiveUserTicket(),
    ),
    by_rule=BY_RULE,
    assumed=(ORDER, *FOR_OPEN_IDS, "a user_ticket may be used more than once"),
)
def service_auth_getuserdetail3rd(call: Call) -> dict[str, Any]:
    return detail_of(call)
