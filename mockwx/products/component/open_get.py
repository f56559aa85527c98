"""获取开放平台账号: the Open Platform account to which an app is bound."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.platforms import open_appid_of
from mockwx.products.component.checks import ASKED_OF_OPEN_ACCOUNTS, IsBound
from mockwx.products.component.shared import DOCS, OPEN_ASSUMED, OPEN_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/open/get",
    dialect=GATEWAY,
    title="获取开放平台账号 getOpenAccount",
    docs=f"{DOCS}/openApi/openplatform-management/api_getopenaccount",
    aka=("getOpenAccount",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=OPEN_PARAMS,
    answer=(Field("open_appid", "string", "the account"), *DONE),
    checks=(*ASKED_OF_OPEN_ACCOUNTS, IsBound()),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=OPEN_ASSUMED,
)
def open_get(call: Call) -> dict[str, Any]:
    return {"open_appid": open_appid_of(str(call.known_app.owner)), **OK}
