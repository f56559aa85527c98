"""获取用户encryptKey: the keys with which a user's mini program encrypts what it sends."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.miniprogram.checks import Signed
from mockwx.products.miniprogram.shared import SIGNED_PARAMS
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, endpoint
from mockwx.products.shared.ok import DONE, OK


@endpoint(
    "GET",
    "POST",
    path="/wxa/business/getuserencryptkey",
    dialect=GATEWAY,
    title="获取用户encryptKey getUserEncryptKey",
    docs="https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/internet/api_getuserencryptkey",
    aka=("getUserEncryptKey",),
    evidence=Evidence.DOCUMENTED,
    params=SIGNED_PARAMS,
    answer=(
        *DONE,
        Field("key_info_list", "array", "up to three: encrypt_key, version, expire_in, iv, create_time"),
    ),
    checks=(
        Method(wanted=("GET", "POST")),
        LiveToken(),
        Permitted(),
        WithinQuota(),
        KnownOpenid("openid", evidence=Evidence.ASSUMED),
        Signed(),
    ),
    on_error={"key_info_list": []},
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN, e.session.SESSION_KEY_NOT_EXISTED),
    assumed=(
        "the gateway's own refusals carry an empty key_info_list too",
        "a key is made when phone or backend asks and none is alive",
    ),
)
def getuserencryptkey(call: Call) -> dict[str, Any]:
    keys = call.world.userkeys.recent(call.known_app.appid, call.known_user, call.now)
    return {
        **OK,
        "key_info_list": [
            {
                "encrypt_key": key.encrypt_key,
                "version": key.version,
                "expire_in": max(0, (key.expires_at - call.now) // 1000),
                "iv": key.iv,
                "create_time": key.made_at // 1000,
            }
            for key in keys
        ],
    }
