"""设置授权配置: whether an install link installs for good, or as a test."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_SUITES, JsonBody, LivePreAuthCode
from mockwx.products.suite.shared import BY_RULE, DOCS, ORDER, SUITE_TOKEN


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/set_session_info",
    dialect=WECOM,
    title="企业微信：设置授权配置",
    docs=f"{DOCS}/90602",
    aka=("service/set_session_info",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        SUITE_TOKEN,
        Param("pre_auth_code", "from get_pre_auth_code", "预授权码"),
        Param("session_info", "appid, and auth_type: 0 for good, 1 as a test", "授权配置", type="object"),
    ),
    answer=DONE,
    checks=(
        *ASKED_OF_SUITES,
        JsonBody(evidence=Evidence.ASSUMED),
        Present("pre_auth_code", e.wecom.INVALID_PRE_AUTH_CODE, evidence=Evidence.ASSUMED),
        LivePreAuthCode(),
    ),
    by_rule=(*BY_RULE, e.wecom.INVALID_SUITE_APPID),
    assumed=(ORDER, "a suite installs alike with either auth_type: all suites here are published"),
)
def set_session_info(call: Call) -> dict[str, Any]:
    info = call.body().get("session_info")
    auth_type = info.get("auth_type") if isinstance(info, dict) else None
    call.world.suites.set_auth_type(call.text("pre_auth_code"), 1 if auth_type == 1 else 0)
    return dict(OK)
