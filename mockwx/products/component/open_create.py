"""创建开放平台账号: an Open Platform account to which the app is bound at once, so that its users have a unionid."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.platforms import open_appid_of
from mockwx.products.component.checks import ASKED_OF_OPEN_ACCOUNTS, BoundToNone
from mockwx.products.component.shared import DOCS, OPEN_ASSUMED, OPEN_PARAMS, bind
from mockwx.products.shared.call import Call
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "POST",
    path="/cgi-bin/open/create",
    dialect=GATEWAY,
    title="创建开放平台账号 createOpenAccount",
    docs=f"{DOCS}/openApi/openplatform-management/api_createopenaccount",
    aka=("createOpenAccount",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    params=OPEN_PARAMS,
    answer=(Field("open_appid", "string", "the new account"), *DONE),
    checks=(*ASKED_OF_OPEN_ACCOUNTS, BoundToNone()),
    by_rule=(e.common.SYSTEM_ERROR, e.component.NOT_SAME_CONTRACTOR),
    assumed=OPEN_ASSUMED,
)
def open_create(call: Call) -> dict[str, Any]:
    owner = call.world.components.create_open_account(call.known_app)
    bind(call, owner)
    return {"open_appid": open_appid_of(owner), **OK}
