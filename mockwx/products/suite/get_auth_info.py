"""获取企业授权信息: what the corp that has installed a suite is, and lets it see."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_CORPS
from mockwx.products.suite.shared import (
    ASKS_OF_CORP,
    BY_RULE,
    CORP_ASSUMED,
    DOCS,
    ORDER,
    SUITE_TOKEN,
    auth_info,
    full_corp_info,
    known_corp,
)


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_auth_info",
    dialect=WECOM,
    title="企业微信：获取企业授权信息",
    docs=f"{DOCS}/90604",
    aka=("service/get_auth_info",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(SUITE_TOKEN, *ASKS_OF_CORP),
    answer=(
        *DONE,
        Field("auth_corp_info", "object", "corpid, corp_name and more"),
        Field("auth_info", "object", "agent: the suite as an agent of the corp"),
    ),
    checks=ASKED_OF_CORPS,
    by_rule=BY_RULE,
    assumed=(ORDER, *CORP_ASSUMED),
)
def get_auth_info(call: Call) -> dict[str, Any]:
    corp, _ = known_corp(call, call.text("auth_corpid"))
    return {**OK, "auth_corp_info": full_corp_info(corp), "auth_info": auth_info(call, corp)}
