"""获取企业凭证: the permanent_code buys the token with which a suite acts at a corp."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_CORPS
from mockwx.products.suite.shared import (
    ASKS_OF_CORP,
    BY_RULE,
    DOCS,
    ERRCODE_ASSUMED,
    OPTIONAL_DONE,
    ORDER,
    SUITE_TOKEN,
    corp_token,
    known_corp,
    lent,
)


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_corp_token",
    dialect=WECOM,
    title="企业微信：获取企业凭证",
    docs=f"{DOCS}/90605",
    aka=("service/get_corp_token",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(SUITE_TOKEN, *ASKS_OF_CORP),
    answer=(
        *OPTIONAL_DONE,
        Field("access_token", "string", "for the corp's apis, within what the suite may see; the same while it lives"),
        Field("expires_in", "integer", "seconds that are left of 7200"),
    ),
    checks=ASKED_OF_CORPS,
    by_rule=BY_RULE,
    assumed=(ORDER, ERRCODE_ASSUMED),
)
def get_corp_token(call: Call) -> dict[str, Any]:
    corp, _ = known_corp(call, call.text("auth_corpid"))
    return lent(call, corp_token(call, corp))
