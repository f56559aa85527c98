"""使用AppSecret重置API调用次数: all quotas of an app, without an access_token."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.credential.checks import MayClear
from mockwx.products.credential.shared import clear_all
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownApp, Method, Present, SecretMatches
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.ok import DONE


@endpoint(
    "POST",
    path="/cgi-bin/clear_quota/v2",
    dialect=GATEWAY,
    title="使用AppSecret重置API调用次数 clearQuotaByAppSecret",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_clearquotabyappsecret",
    aka=("clearQuotaByAppSecret",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    reads_query_too=True,
    params=(
        Param("appid", "the app", "要被清空的账号的 appid"),
        Param("appsecret", "its AppSecret", "账号唯一凭证密钥"),
    ),
    answer=DONE,
    checks=(
        Method(wanted=("POST",)),
        Present("appid", e.login.MISSING_APPID, evidence=Evidence.ASSUMED),
        KnownApp("appid", evidence=Evidence.ASSUMED),
        Present("appsecret", e.login.MISSING_SECRET, evidence=Evidence.ASSUMED),
        SecretMatches("appsecret", evidence=Evidence.ASSUMED),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(
        "its checks are those of stable_token",
        "what the body lacks is read from the query, where WxJava sends it",
    ),
)
def clear_quota_v2(call: Call) -> dict[str, Any]:
    return clear_all(call)
