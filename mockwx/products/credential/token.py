"""获取接口调用凭据: a new access_token at each call; the one before lives on for five minutes."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.products.credential.checks import MayFetchToken, NoPlatform
from mockwx.products.credential.shared import APP_PARAMS, TOKEN_ANSWER
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import (
    AllowedIp,
    KnownApp,
    OneOf,
    Permitted,
    Present,
    SecretMatches,
    SecretNotFrozen,
    WithinQuota,
)
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import endpoint


@endpoint(
    "GET",
    path="/cgi-bin/token",
    dialect=GATEWAY,
    title="获取接口调用凭据 getAccessToken",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken",
    aka=("getAccessToken",),
    evidence=Evidence.OBSERVED,
    params=APP_PARAMS,
    answer=TOKEN_ANSWER,
    # Observed: an unknown appid is told before a missing grant_type, a wrong grant_type before an absent appid.
    checks=(
        KnownApp("appid", if_given=True),
        NoPlatform(),
        OneOf("grant_type", ("client_credential",), e.login.INVALID_GRANT_TYPE),
        Present("appid", e.login.MISSING_APPID),
        Present("secret", e.login.MISSING_SECRET),
        SecretMatches("secret"),
        SecretNotFrozen(),
        AllowedIp(),
        MayFetchToken(),
        Permitted(evidence=Evidence.ASSUMED),
        WithinQuota(),
    ),
    by_rule=(
        e.common.SYSTEM_ERROR,
        e.common.INVALID_CREDENTIAL,
        e.credential.IP_CONFIRM_PENDING,
        e.credential.IP_CONFIRM_WAITING,
        e.credential.IP_REFUSED_24H,
        e.credential.IP_REFUSED_1H,
    ),
    quotas=(Quota(2000, "day"),),
    assumed=(
        "a call by another method than GET is answered as if it were GET: the query alone is read",
        "a wrong secret is answered 40125, as observed; Tencent's table says 40001",
        "a token that was replaced twice within five minutes keeps its own five minutes",
        "only calls that get a token count for the daily quota",
    ),
)
def token(call: Call) -> dict[str, Any]:
    text, made = call.world.tokens.fetch(call.known_app.appid, call.now)
    return {"access_token": text, "expires_in": (made.expires_at - call.now) // 1000}
