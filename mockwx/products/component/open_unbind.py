"""解除绑定开放平台账号: from now on the app's users have no unionid."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.component.checks import ASKED_OF_OPEN_ACCOUNTS, IsBound, KnownOpenAccount, SameOpenAccount
from mockwx.products.component.shared import DOCS, OPEN_APPID, OPEN_ASSUMED, OPEN_PARAMS, bind
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/open/unbind",
    dialect=GATEWAY,
    title="解除绑定开放平台账号 unbindOpenAccount",
    docs=f"{DOCS}/openApi/openplatform-management/api_unbindopenaccount",
    aka=("unbindOpenAccount",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=(*OPEN_PARAMS, OPEN_APPID),
    answer=DONE,
    checks=(*ASKED_OF_OPEN_ACCOUNTS, KnownOpenAccount(), IsBound(), SameOpenAccount()),
    by_rule=(e.common.SYSTEM_ERROR, e.component.NOT_SAME_CONTRACTOR, e.component.OPEN_NOT_BY_API),
    assumed=OPEN_ASSUMED,
)
def open_unbind(call: Call) -> dict[str, Any]:
    bind(call, None)
    return dict(OK)
