"""获取稳定版接口调用凭据: the same access_token until its last five minutes, unless a refresh is forced."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota, day_number
from mockwx.products.credential.checks import ForceLeft, MayFetchToken, NoPlatform
from mockwx.products.credential.shared import APP_PARAMS, TOKEN_ANSWER
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import (
    AllowedIp,
    KnownApp,
    Method,
    OneOf,
    Permitted,
    Present,
    SecretMatches,
    SecretNotFrozen,
    WithinQuota,
)
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Param, endpoint


@endpoint(
    "POST",
    path="/cgi-bin/stable_token",
    dialect=GATEWAY,
    title="获取稳定版接口调用凭据 getStableAccessToken",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken",
    aka=("getStableAccessToken",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    needs_content_length=True,
    params=(
        *APP_PARAMS,
        Param("force_refresh", "true: a new token, the old ones die", "强制刷新", required=False, type="boolean"),
    ),
    answer=TOKEN_ANSWER,
    # Observed: a form body, or parameters in the query, is answered 41002, so the appid is asked for first.
    checks=(
        Method(wanted=("POST",), evidence=Evidence.DOCUMENTED),
        Present("appid", e.login.MISSING_APPID),
        KnownApp("appid"),
        NoPlatform(evidence=Evidence.ASSUMED),
        Present("secret", e.login.MISSING_SECRET),
        OneOf("grant_type", ("client_credential",), e.login.INVALID_GRANT_TYPE),
        SecretMatches("secret"),
        SecretNotFrozen(),
        AllowedIp(),
        MayFetchToken(),
        Permitted(evidence=Evidence.ASSUMED),
        WithinQuota(),
        ForceLeft(),
    ),
    by_rule=(
        e.common.SYSTEM_ERROR,
        e.credential.IP_CONFIRM_PENDING,
        e.credential.IP_REFUSED_24H,
        e.credential.IP_REFUSED_1H,
    ),
    quotas=(Quota(10_000, "min"), Quota(500_000, "day")),
    assumed=(
        "the order of appid, secret and grant_type",
        "the 21st forced refresh of a day is answered 45009",
        "a forced refresh also kills the token that overlaps with the current one",
        "a forced refresh within 30 s of the last one returns the current token",
    ),
)
def stable_token(call: Call) -> dict[str, Any]:
    force = call.flag("force_refresh")
    text, made = call.world.tokens.fetch_stable(call.known_app.appid, call.now, force=force, today=day_number(call.now))
    return {"access_token": text, "expires_in": (made.expires_at - call.now) // 1000}
