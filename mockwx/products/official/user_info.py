"""获取用户基本信息: whether a user follows the official account; since 2021-12-27 without nickname and avatar."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, Present, WithinQuota
from mockwx.products.shared.dialect import BUSINESS
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.params import ACCESS_TOKEN


@endpoint(
    "GET",
    path="/cgi-bin/user/info",
    dialect=BUSINESS,
    title="获取用户基本信息 userInfo",
    docs="https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo",
    evidence=Evidence.DOCUMENTED,
    params=(
        ACCESS_TOKEN,
        Param("openid", "the user in this official account", "用户 openid"),
        Param("lang", "of the user's language", "语言", required=False, choices=("zh_CN", "zh_TW", "en")),
    ),
    answer=(
        Field("subscribe", "integer", "1: follows the account"),
        Field("openid", "string", "the user in this account"),
        Field("language", "string", "of the phone, such as zh_CN"),
        Field(
            "subscribe_time",
            "integer",
            "unix seconds; for followers, as what follows but tagid_list",
            always=False,
        ),
        Field("unionid", "string", "the user for the app's owner, if it has one", always=False),
        Field("remark", "string", "empty", always=False),
        Field("groupid", "integer", "0", always=False),
        Field("tagid_list", "array", "empty"),
        Field("subscribe_scene", "string", "ADD_SCENE_QR_CODE", always=False),
        Field("qr_scene", "integer", "0", always=False),
        Field("qr_scene_str", "string", "empty", always=False),
    ),
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        Permitted((Kind.OFFICIAL,), gateway=True),
        WithinQuota(gateway=True),
        Present("openid", e.oauth.MISSING_OPENID, evidence=Evidence.DOCUMENTED),
        KnownOpenid("openid"),
    ),
    by_rule=(e.common.SYSTEM_ERROR, e.common.INVALID_ACCESS_TOKEN),
    assumed=(
        "a follower has followed since the world began",
        "who does not follow is told with empty fields, as seen in 2025; the documentation says openid alone",
    ),
)
def user_info(call: Call) -> dict[str, Any]:
    world, app = call.world, call.known_app
    user = world.accounts.user_made(call.known_user)
    openid, unionid = world.accounts.openid(app, user), world.accounts.unionid(app, user)
    if not world.accounts.follows(app, user.name):
        nobody = {"nickname": "", "sex": 0, "language": user.language, "city": "", "province": "", "country": ""}
        return {"subscribe": 0, "openid": openid, **nobody, "headimgurl": "", "tagid_list": []}
    return {
        "subscribe": 1,
        "openid": openid,
        "language": call.text("lang") or user.language,
        "subscribe_time": world.clock.start // 1000,
        **({"unionid": unionid} if unionid is not None else {}),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE",
        "qr_scene": 0,
        "qr_scene_str": "",
    }
