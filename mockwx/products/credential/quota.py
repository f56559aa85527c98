"""Quotas of an app: look at one, clear one, clear all."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.products.credential.fields import DONE_ANSWER
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import (
    HasBody,
    KnownApp,
    LiveToken,
    Method,
    Permitted,
    Present,
    SecretMatches,
    WithinQuota,
)
from mockwx.products.shared.checks.quota import quotas_of
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Endpoint, Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN
from mockwx.products.shared.refusal import Refusal

CLEARINGS = Quota(10, "month")
"""An app may clear its quotas ten times a month (documented), however it does it (assumed)."""


class OwnAppid(Check, frozen=True, kw_only=True):
    """The appid in the body is that of the access_token."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.login.INVALID_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        given = call.text("appid")
        if given == call.known_app.appid:
            return None
        return self.refuse(e.login.INVALID_APPID, f"the appid is {given!r}, the token's is {call.known_app.appid}")


class MayClear(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.credential.CLEAR_QUOTA_LIMIT,)

    def ask(self, call: Call) -> Refusal | None:
        if call.world.quotas.is_spent("clear_quota", CLEARINGS, call.known_app.appid, call.now):
            return self.refuse(e.credential.CLEAR_QUOTA_LIMIT, f"the month's {CLEARINGS.rate} clearings are spent")
        return None


class CountedPath(Check, frozen=True, kw_only=True):
    """76021 for a cgi_path that does not exist, 76022 for one of /sns, which these tools leave out."""

    errcodes = (e.credential.CGI_PATH_NOT_FOUND, e.credential.CGI_PATH_NO_PERMISSION)

    def ask(self, call: Call) -> Refusal | None:
        path = call.text("cgi_path")
        if path.startswith("/sns/"):
            return self.refuse(e.credential.CGI_PATH_NO_PERMISSION, "paths of /sns have no quota to look at")
        if path not in call.neighbours:
            return self.refuse(e.credential.CGI_PATH_NOT_FOUND, f"no api lives at {path!r}")
        return None


def _clear(call: Call, about: Endpoint) -> None:
    appid = call.known_app.appid
    for quota in quotas_of(about.api, about.quotas, call):
        if quota.per == "app":
            call.world.quotas.clear(about.api, quota, appid, call.now)
    if about.api == "stable_token":
        call.world.tokens.clear_forced(appid)


def _clear_all(call: Call) -> dict[str, Any]:
    for neighbour in call.neighbours.values():
        _clear(call, neighbour)
    return _cleared(call)


def _cleared(call: Call) -> dict[str, Any]:
    call.world.quotas.count("clear_quota", CLEARINGS, call.known_app.appid, call.now)
    return {"errcode": 0, "errmsg": "ok"}


@endpoint(
    "POST",
    path="/cgi-bin/clear_quota",
    dialect=GATEWAY,
    title="重置API调用次数 clearQuota",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_clearquota",
    aka=("clearQuota",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("appid", "that of the access_token", "要被清空的账号的 appid")),
    answer=DONE_ANSWER,
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.ASSUMED),
        OwnAppid(),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("clear_quota, clear_quota_v2 and quota_clear draw on the same ten a month",),
)
def clear_quota(call: Call) -> dict[str, Any]:
    return _clear_all(call)


@endpoint(
    "POST",
    path="/cgi-bin/clear_quota/v2",
    dialect=GATEWAY,
    title="使用AppSecret重置API调用次数 clearQuotaByAppSecret",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_clearquotabyappsecret",
    aka=("clearQuotaByAppSecret",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(
        Param("appid", "the app", "要被清空的账号的 appid"),
        Param("appsecret", "its AppSecret", "账号唯一凭证密钥"),
    ),
    answer=DONE_ANSWER,
    checks=(
        Method(wanted=("POST",)),
        Present("appid", e.login.MISSING_APPID, evidence=Evidence.ASSUMED),
        KnownApp("appid", evidence=Evidence.ASSUMED),
        Present("appsecret", e.login.MISSING_SECRET, evidence=Evidence.ASSUMED),
        SecretMatches("appsecret", evidence=Evidence.ASSUMED),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=("its checks are those of stable_token",),
)
def clear_quota_v2(call: Call) -> dict[str, Any]:
    return _clear_all(call)


@endpoint(
    "POST",
    path="/cgi-bin/openapi/quota/clear",
    dialect=GATEWAY,
    title="重置指定API调用次数 clearApiQuota",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_clearapiquota",
    aka=("clearApiQuota",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(ACCESS_TOKEN, Param("cgi_path", "the api's path, such as /cgi-bin/token", "api 的请求地址")),
    answer=DONE_ANSWER,
    checks=(
        Method(wanted=("POST",)),
        LiveToken(),
        Permitted(evidence=Evidence.DOCUMENTED),
        HasBody(evidence=Evidence.ASSUMED),
        CountedPath(),
        MayClear(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
)
def quota_clear(call: Call) -> dict[str, Any]:
    _clear(call, call.neighbours[call.text("cgi_path")])
    return _cleared(call)


@endpoint(
    "POST",
    path="/cgi-bin/openapi/quota/get",
    dialect=GATEWAY,
    title="查询API调用额度 getApiQuota",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/openApi-mgnt/api_getapiquota",
    aka=("getApiQuota",),
    reads_body=True,
    params=(ACCESS_TOKEN, Param("cgi_path", "the api's path, such as /cgi-bin/token", "api 的请求地址")),
    answer=(
        Field("errcode", "integer", "0"),
        Field("errmsg", "string", "ok"),
        Field("quota", "object", "daily_limit, used, remain"),
        Field("rate_limit", "object", "call_count, refresh_second", always=False),
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
    ),
)
def quota_get(call: Call) -> dict[str, Any]:
    about = call.neighbours[call.text("cgi_path")]
    appid = call.known_app.appid
    answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
    quotas = [quota for quota in quotas_of(about.api, about.quotas, call) if quota.per == "app"]
    daily = next((quota for quota in quotas if quota.window == "day"), None)
    limit = daily.rate if daily else 0
    used = call.world.quotas.used(about.api, daily, appid, call.now) if daily else 0
    answer["quota"] = {"daily_limit": limit, "used": used, "remain": limit - used}
    for quota in quotas:
        if not quota.is_daily:
            answer["rate_limit"] = {
                "call_count": quota.rate,
                "refresh_second": 60 if quota.window == "min" else 1,
            }
    return answer
