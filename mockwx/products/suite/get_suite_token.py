"""获取第三方应用凭证: the suite_ticket that WeCom pushed buys a suite_access_token."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.checks.quota import WithinFrequency
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import (
    JsonBody,
    KnownSuite,
    ListedIp,
    LiveSuiteTicket,
    SuiteMayUse,
    SuiteSecret,
)
from mockwx.products.suite.shared import DOCS, ERRCODE_ASSUMED, OPTIONAL_DONE, ORDER, lent


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_suite_token",
    dialect=WECOM,
    title="企业微信：获取第三方应用凭证",
    docs=f"{DOCS}/90600",
    aka=("service/get_suite_token",),
    evidence=Evidence.OBSERVED,
    reads_body=True,
    params=(
        Param("suite_id", "the suite", "第三方应用 id"),
        Param("suite_secret", "its Secret", "第三方应用 secret"),
        Param("suite_ticket", "the latest one that was pushed", "企业微信推送的最新 ticket"),
    ),
    answer=(
        *OPTIONAL_DONE,
        Field("suite_access_token", "string", "128 characters"),
        Field("expires_in", "integer", "seconds that are left of 7200"),
    ),
    checks=(
        JsonBody(),
        Present("suite_id", e.wecom.MISSING_SUITE_ID, evidence=Evidence.DOCUMENTED),
        Present("suite_secret", e.wecom.MISSING_SUITE_SECRET, evidence=Evidence.DOCUMENTED),
        Present("suite_ticket", e.wecom.MISSING_SUITE_TICKET, evidence=Evidence.DOCUMENTED),
        KnownSuite(evidence=Evidence.DOCUMENTED),
        SuiteSecret(),
        ListedIp(evidence=Evidence.DOCUMENTED),
        SuiteMayUse(),
        WithinFrequency(),
        LiveSuiteTicket(),
    ),
    by_rule=(e.wecom.BUSY,),
    assumed=(ORDER, ERRCODE_ASSUMED, "an earlier suite_ticket is good for its thirty minutes, also beside later ones"),
)
def get_suite_token(call: Call) -> dict[str, Any]:
    text, expires_at = call.world.suites.fetch_token(call.known_app.appid, call.now)
    return lent(call, {"suite_access_token": text, "expires_in": (expires_at - call.now) // 1000})
