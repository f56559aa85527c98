"""网页授权 on behalf of an official account: a platform refreshes the user's access_token."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.quotas import Quota
from mockwx.products.component.checks import for_app
from mockwx.products.component.shared import AUTHORIZER_APPID, FOR_APP, ORDER, WEB_LOGIN_DOCS
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveRefreshToken, OneOf, Present, WithinQuota
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.oauth_answers import REFRESHED_ANSWER, refreshed
from mockwx.products.shared.params import REFRESH_GRANT, REFRESH_TOKEN


@endpoint(
    "GET",
    "POST",
    path="/sns/oauth2/component/refresh_token",
    dialect=SNS,
    title="代公众号网页授权：刷新 access_token",
    docs=WEB_LOGIN_DOCS,
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        AUTHORIZER_APPID,
        REFRESH_GRANT,
        *FOR_APP,
        REFRESH_TOKEN,
    ),
    answer=REFRESHED_ANSWER,
    checks=(
        *for_app(Kind.OFFICIAL),
        OneOf("grant_type", ("refresh_token",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        Present("refresh_token", e.oauth.MISSING_REFRESH_TOKEN, evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.ASSUMED),
        LiveRefreshToken(evidence=Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    quotas=(Quota(50_000, "min"),),
    assumed=(ORDER, "answers and refusals are those of oauth2_refresh_token"),
)
def component_oauth2_refresh_token(call: Call) -> dict[str, Any]:
    return refreshed(call)
