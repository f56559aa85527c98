"""查询是否绑定开放平台账号: whether an app is bound to an Open Platform account."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import ASKED_OF_OPEN_ACCOUNTS
from mockwx.products.component.shared import DOCS, OPEN_ASSUMED, OPEN_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/open/have",
    dialect=GATEWAY,
    title="查询是否绑定开放平台账号 getBindOpenAccount",
    docs=f"{DOCS}/openApi/openplatform-management/api_getbindopenaccount",
    aka=("getBindOpenAccount",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=OPEN_PARAMS,
    answer=(Field("have_open", "boolean", "whether it is"), *DONE),
    checks=ASKED_OF_OPEN_ACCOUNTS,
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=OPEN_ASSUMED,
)
def open_have(call: Call) -> dict[str, Any]:
    return {"have_open": call.known_app.owner is not None, **OK}
