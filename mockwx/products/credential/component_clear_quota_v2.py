"""使用AppSecret重置第三方平台API调用次数: all quotas of a platform, or of an app that has authorised it."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.credential.checks import ClearsFor, MayClear
from mockwx.products.credential.shared import clear_all
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownApp, Method, Permitted, Present, SecretMatches
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE


@endpoint(
    "POST",
    path="/cgi-bin/component/clear_quota/v2",
    dialect=GATEWAY,
    title="使用AppSecret重置第三方平台API调用次数 clearComponentQuotaByAppSecret",
    docs="https://developers.weixin.qq.com/doc/oplatform/openApi/openapi/api_componentclearquota_v2",
    aka=("clearComponentQuotaByAppSecret",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    reads_query_too=True,
    params=(
        Param("component_appid", "the third-party platform", "第三方平台 appid"),
        Param("appsecret", "the platform's AppSecret", "第三方平台 appsecret"),
        Param("appid", "an app that has authorised it; without it, the platform", "授权方 appid", required=False),
    ),
    answer=DONE,
    checks=(
        Method(wanted=("POST",)),
        Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.ASSUMED),
        KnownApp("component_appid", any_kind=Kind.COMPONENT, evidence=Evidence.DOCUMENTED),
        Permitted((Kind.COMPONENT,), evidence=Evidence.ASSUMED),
        Present("appsecret", e.login.MISSING_SECRET, evidence=Evidence.ASSUMED),
        SecretMatches("appsecret", evidence=Evidence.ASSUMED),
        ClearsFor(),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(
        "the order of the checks",
        "an app that is no third-party platform is 48001",
        "its ten a month are those of clear_quota of the same app or platform",
    ),
)
def component_clear_quota_v2(call: Call) -> dict[str, Any]:
    return clear_all(call)
