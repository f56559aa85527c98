"""查询API调用额度: what is left of the quotas of one api."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.credential.checks import CountedPath
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import HasBody, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.checks.quota import quotas_of
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "POST",
    path="/cgi-bin/openapi/quota/get",
    dialect=GATEWAY,
    title="查询API调用额度 getApiQuota",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_getapiquota",
    aka=("getApiQuota",),
    evidence=Evidence.OBSERVED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("cgi_path", "the api's path, such as /cgi-bin/token", "api 的请求地址")),
    answer=(
        *DONE,
        Field("quota", "object", "daily_limit, used, remain"),
        Field("rate_limit", "object", "call_count, refresh_second", always=False),
        Field("component_rate_limit", "object", "the same, of a third-party platform", always=False),
    ),
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(evidence=Evidence.DOCUMENTED),
        WithinQuota(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.ASSUMED),
        CountedPath(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN, e.credential.RID_NOT_OWNER),
    assumed=(
        "an api without a documented daily quota has 0 calls used of 0",
        "call_count of rate_limit is the quota of the window, refresh_second its length",
        "component_rate_limit is there for a platform that asks with the app's token, with the figures of rate_limit",
    ),
)
def quota_get(call: Call) -> dict[str, Any]:
    about = call.neighbours[call.text("cgi_path")]
    appid = call.known_app.appid
    answer: dict[str, Any] = {**OK}
    quotas = [quota for quota in quotas_of(about.api, about.quotas, call) if quota.per == "app"]
    daily = next((quota for quota in quotas if quota.window == "day"), None)
    limit = daily.rate if daily else 0
    used = call.world.quotas.used(about.api, daily, appid, call.now) if daily else 0
    answer["quota"] = {"daily_limit": limit, "used": used, "remain": limit - used}
    for quota in quotas:
        if not quota.is_daily:
            rate = {"call_count": quota.rate, "refresh_second": 60 if quota.window == "min" else 1}
            answer["rate_limit"] = rate
            if call.platform is not None:
                answer["component_rate_limit"] = dict(rate)
    return answer
