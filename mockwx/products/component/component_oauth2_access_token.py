"""网页授权 on behalf of an official account: a platform trades the code."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.tokens.quotas import Quota
from mockwx.products.component.checks import for_app
from mockwx.products.component.shared import AUTHORIZER_APPID, FOR_APP, ORDER, WEB_LOGIN_DOCS
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LiveCode, NoJscode, OneOf, Present, WithinQuota
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.oauth_answers import TOKENS_ANSWER, exchanged
from mockwx.products.shared.params import CODE_GRANT, OAUTH_CODE


@endpoint(
    "GET",
    "POST",
    path="/sns/oauth2/component/access_token",
    dialect=SNS,
    title="代公众号网页授权：通过 code 换取 access_token",
    docs=WEB_LOGIN_DOCS,
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        AUTHORIZER_APPID,
        OAUTH_CODE,
        CODE_GRANT,
        *FOR_APP,
    ),
    answer=TOKENS_ANSWER,
    checks=(
        *for_app(Kind.OFFICIAL),
        Present("code", e.login.MISSING_CODE, evidence=Evidence.ASSUMED),
        OneOf("grant_type", ("authorization_code",), e.login.INVALID_GRANT_TYPE, evidence=Evidence.ASSUMED),
        WithinQuota(evidence=Evidence.ASSUMED),
        NoJscode("code", evidence=Evidence.ASSUMED),
        LiveCode(
            "code",
            CodeKind.OAUTH,
            e.login.INVALID_CODE,
            e.login.CODE_USED,
            e.login.INVALID_CODE,
            evidence=Evidence.ASSUMED,
        ),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.oauth.CODE_EXPIRED),
    quotas=(Quota(50_000, "min"),),
    assumed=(
        ORDER,
        "answers and refusals are those of oauth2_access_token",
        "the code of a link without component_appid is taken too",
    ),
)
def component_oauth2_access_token(call: Call) -> dict[str, Any]:
    return exchanged(call)
