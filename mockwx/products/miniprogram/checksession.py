"""检验登录态: is the session_key that signed this still the user's current one."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.miniprogram.checks import Signed
from mockwx.products.miniprogram.shared import SIGNED_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "GET",
    path="/wxa/checksession",
    dialect=GATEWAY,
    title="检验登录态 checkSessionKey",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey",
    aka=("checkSessionKey",),
    evidence=Evidence.DOCUMENTED,
    params=SIGNED_PARAMS,
    answer=DONE,
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        Permitted(),
        WithinQuota(),
        KnownOpenid("openid"),
        Signed(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=("the openid is looked up before sig_method and signature are judged",),
)
def checksession(call: Call) -> dict[str, Any]:
    return dict(OK)
