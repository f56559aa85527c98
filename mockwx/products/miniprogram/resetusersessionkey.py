"""重置登录态: a new session_key for the user, which inherits the old one's expiry."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.products.miniprogram.checks import Signed
from mockwx.products.miniprogram.shared import SIGNED_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "GET",
    path="/wxa/resetusersessionkey",
    dialect=GATEWAY,
    title="重置登录态 resetUserSessionKey",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey",
    aka=("resetUserSessionKey",),
    evidence=Evidence.DOCUMENTED,
    params=SIGNED_PARAMS,
    answer=(
        *DONE,
        Field("openid", "string", "the user in this app"),
        Field("session_key", "string", "the new key"),
    ),
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        Permitted(),
        WithinQuota(),
        KnownOpenid("openid"),
        Signed(),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    quotas=(Quota(60_000, "min"),),
    assumed=("wx.checkSession on the phone still passes afterwards",),
)
def resetusersessionkey(call: Call) -> dict[str, Any]:
    session = call.world.sessions.reset(call.known_app.appid, call.known_user, call.now)
    assert session is not None, "the signature was made with a live session"  # noqa: S101
    return {
        **OK,
        "openid": session.openid,
        "session_key": session.session_key,
    }
