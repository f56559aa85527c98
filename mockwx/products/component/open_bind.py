"""绑定开放平台账号: from now on the app's users have the unionid of that account."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import ASKED_OF_OPEN_ACCOUNTS, BoundToNone, KnownOpenAccount
from mockwx.products.component.shared import DOCS, OPEN_APPID, OPEN_ASSUMED, OPEN_PARAMS, bind, owner_named
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/open/bind",
    dialect=GATEWAY,
    title="绑定开放平台账号 bindOpenAccount",
    docs=f"{DOCS}/openApi/openplatform-management/api_bindopenaccount",
    aka=("bindOpenAccount",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(*OPEN_PARAMS, OPEN_APPID),
    answer=DONE,
    checks=(*ASKED_OF_OPEN_ACCOUNTS, KnownOpenAccount(), BoundToNone()),
    by_rule=(
        e.common.SYSTEM_ERROR,
        e.component.NOT_SAME_CONTRACTOR,
        e.component.OPEN_ACCOUNT_FULL,
        e.component.OPEN_NOT_BY_API,
    ),
    assumed=OPEN_ASSUMED,
)
def open_bind(call: Call) -> dict[str, Any]:
    bind(call, owner_named(call, call.text("open_appid")))
    return dict(OK)
