"""获取预授权码: what a suite's install link begins with."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.suites import SUITE_PRE_AUTH_CODE_LIFE
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_SUITES
from mockwx.products.suite.shared import BY_RULE, DOCS, ORDER, SUITE_TOKEN


@endpoint(
    "GET",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_pre_auth_code",
    dialect=WECOM,
    title="企业微信：获取预授权码",
    docs=f"{DOCS}/90601",
    aka=("service/get_pre_auth_code",),
    evidence=Evidence.DOCUMENTED,
    params=(SUITE_TOKEN,),
    answer=(
        *DONE,
        Field("pre_auth_code", "string", "64 characters"),
        Field("expires_in", "integer", "1200"),
    ),
    checks=ASKED_OF_SUITES,
    by_rule=BY_RULE,
    assumed=(ORDER,),
)
def get_pre_auth_code(call: Call) -> dict[str, Any]:
    text = call.world.suites.issue_pre_auth_code(call.known_app.appid, call.now)
    return {**OK, "pre_auth_code": text, "expires_in": SUITE_PRE_AUTH_CODE_LIFE // 1000}
