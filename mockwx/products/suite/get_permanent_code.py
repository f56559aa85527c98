"""获取企业永久授权码, the older api: with the corp's access_token and all about the corp."""

from __future__ import annotations

from typing import Any

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import WECOM_HOST
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.wecom_dialect import WECOM
from mockwx.products.suite.checks import ASKED_OF_INSTALLERS
from mockwx.products.suite.shared import (
    AUTH_CODE,
    BY_RULE,
    CORP_ASSUMED,
    DOCS,
    ORDER,
    SUITE_TOKEN,
    auth_info,
    corp_token,
    full_corp_info,
    installed,
)


@endpoint(
    "POST",
    host=WECOM_HOST,
    path="/cgi-bin/service/get_permanent_code",
    dialect=WECOM,
    title="企业微信：获取企业永久授权码（旧版）",
    docs=f"{DOCS}/90603",
    aka=("service/get_permanent_code",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(SUITE_TOKEN, AUTH_CODE),
    answer=(
        *DONE,
        Field("access_token", "string", "the corp's, as from get_corp_token"),
        Field("expires_in", "integer", "seconds that are left of 7200"),
        Field("permanent_code", "string", "43 characters"),
        Field("auth_corp_info", "object", "corpid, corp_name and more"),
        Field("auth_info", "object", "agent: the suite as an agent of the corp"),
        Field("auth_user_info", "object", "the administrator: userid, open_userid, name, avatar", always=False),
        Field("state", "string", "of the install link", always=False),
    ),
    checks=ASKED_OF_INSTALLERS,
    by_rule=BY_RULE,
    assumed=(ORDER, *CORP_ASSUMED),
)
def get_permanent_code(call: Call) -> dict[str, Any]:
    corp, permanent_code, more = installed(call)
    return {
        **OK,
        **corp_token(call, corp),
        "permanent_code": permanent_code,
        "auth_corp_info": full_corp_info(corp),
        "auth_info": auth_info(call, corp),
        **more,
    }
