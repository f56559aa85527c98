"""网页授权、扫码登录、移动应用登录: a backend trades an OAuth code for the user's openid and tokens."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.tokens.quotas import Quota
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import (
    KnownApp,
    LiveCode,
    NoJscode,
    OneOf,
    Present,
    SecretMatches,
    SecretNotFrozen,
    WithinQuota,
)
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.oauth_answers import TOKENS_ANSWER, exchanged
from mockwx.products.shared.params import CODE_GRANT, OAUTH_CODE


@endpoint(
    "GET",
    "POST",
    path="/sns/oauth2/access_token",
    dialect=SNS,
    title="通过 code 换取 access_token snsAccessToken",
    docs="https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken",
    aka=("snsAccessToken", "access_token"),
    evidence=Evidence.OBSERVED,
    reads_form=True,
    params=(
        Param("appid", "the official account, website or mobile app", "公众号、网站应用或移动应用的 appid"),
        Param("secret", "its AppSecret", "对应的 AppSecret"),
        OAUTH_CODE,
        CODE_GRANT,
    ),
    answer=TOKENS_ANSWER,
    # Observed: a fake secret with a fake code is answered 40029, so the code is looked up before the secret.
    checks=(
        Present("appid", e.login.MISSING_APPID),
        KnownApp("appid", any_kind=Kind.OFFICIAL),
        Present("secret", e.login.MISSING_SECRET),
        Present("code", e.login.MISSING_CODE),
        OneOf("grant_type", ("authorization_code",), e.login.INVALID_GRANT_TYPE),
        WithinQuota(),
        NoJscode("code"),
        LiveCode("code", CodeKind.OAUTH, e.login.INVALID_CODE, e.login.CODE_USED, e.login.INVALID_CODE),
        SecretMatches("secret"),
        SecretNotFrozen(evidence=Evidence.ASSUMED),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.oauth.CODE_EXPIRED),
    quotas=(Quota(50_000, "min"),),
    assumed=(
        "POST with a form is answered like GET, also with half of the parameters in the query, as backends send it",
        "where query and form have the same parameter, the query's counts",
        "the order of the checks after the grant_type, beyond that the code is looked up before the secret",
        "an expired code is 40029: nobody published a 42003",
        "each exchange makes new tokens, and those of earlier logins live on",
        "but at an official account it ends them, as reported until 2019 (wechat.later_login: keeps_tokens)",
        "a silent login tells no unionid, also where the person has consented before",
        "in a snapshot page openid and unionid are those of a virtual user",
    ),
)
def oauth2_access_token(call: Call) -> dict[str, Any]:
    return exchanged(call)
