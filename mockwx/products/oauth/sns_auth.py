"""检验授权凭证: is this user's access_token alive, and the openid its own."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.oauth.checks import LiveUserToken, OpenidOfToken
from mockwx.products.oauth.shared import OPENID_OF_TOKEN, USER_TOKEN
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present, WithinQuota
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "GET",
    "POST",
    path="/sns/auth",
    dialect=SNS,
    title="检验授权凭证 snsAuth",
    docs="https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth",
    aka=("snsAuth",),
    evidence=Evidence.OBSERVED,
    reads_form=True,
    params=(
        USER_TOKEN,
        OPENID_OF_TOKEN,
    ),
    answer=DONE,
    checks=(
        LiveUserToken(unknown=e.common.INVALID_ACCESS_TOKEN, unknown_at_gateway=True),
        WithinQuota(evidence=Evidence.ASSUMED),
        Present("openid", e.oauth.MISSING_OPENID, evidence=Evidence.ASSUMED),
        OpenidOfToken(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=("a dead token is 42001, as on /sns/userinfo",),
)
def sns_auth(call: Call) -> dict[str, Any]:
    return dict(OK)
