"""刷新 access_token: a live one lives on, a dead one is replaced; the refresh_token stays as it is."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.quotas import Quota
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownApp, LiveRefreshToken, OneOf, Present, WithinQuota
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.oauth_answers import REFRESHED_ANSWER, refreshed
from mockwx.products.shared.params import REFRESH_GRANT, REFRESH_TOKEN


@endpoint(
    "GET",
    "POST",
    path="/sns/oauth2/refresh_token",
    dialect=SNS,
    title="刷新 access_token snsRefreshToken",
    docs="https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken",
    aka=("snsRefreshToken", "refresh_token"),
    evidence=Evidence.OBSERVED,
    reads_form=True,
    params=(
        Param("appid", "the app that it was issued for; no secret", "签发该 token 的 appid，不需要 secret"),
        REFRESH_GRANT,
        REFRESH_TOKEN,
    ),
    answer=REFRESHED_ANSWER,
    checks=(
        Present("appid", e.login.MISSING_APPID, evidence=Evidence.ASSUMED),
        KnownApp("appid", any_kind=Kind.OFFICIAL, evidence=Evidence.ASSUMED),
        OneOf("grant_type", ("refresh_token",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        Present("refresh_token", e.oauth.MISSING_REFRESH_TOKEN, evidence=Evidence.DOCUMENTED),
        WithinQuota(evidence=Evidence.ASSUMED),
        LiveRefreshToken(),
    ),
    # The service account's page lists 40029 here, which nobody has seen.
    by_rule=(e.common.SYSTEM_ERROR, e.login.INVALID_CODE),
    quotas=(Quota(50_000, "min"),),
    assumed=(
        "the order of the checks",
        "another app's refresh_token is 40030, one that is too old 42002, all after a new password 42007",
        "the scope holds snsapi_base before the granted one and ends in a comma, as a mobile app got it in 2014",
        "a refresh_token that a later login ended is 40030",
    ),
)
def oauth2_refresh_token(call: Call) -> dict[str, Any]:
    return refreshed(call)
