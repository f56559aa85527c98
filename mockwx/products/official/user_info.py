"""获取用户基本信息: whether a user follows the official account; since 2021-12-27 without nickname and avatar."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.official.shared import FOLLOWER, follower
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import KnownOpenid, LiveToken, Method, Permitted, Present, WithinQuota
from mockwx.products.shared.dialect import BUSINESS
from mockwx.products.shared.endpoint import Param, endpoint
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
    answer=FOLLOWER,
    checks=(
        Method(wanted=("GET",)),
        LiveToken(),
        Permitted((Kind.OFFICIAL,), gateway=True),
        WithinQuota(gateway=True),
        Present("openid", e.oauth.MISSING_OPENID, evidence=Evidence.DOCUMENTED),
        KnownOpenid("openid"),
    ),
    by_rule=(
        e.common.SYSTEM_ERROR,
        e.common.INVALID_ACCESS_TOKEN,
        e.official.NO_SUCH_USER,
        e.official.OPENID_OF_OTHER_APP,
    ),
    assumed=(
        "who is declared to follow has followed since the world began, by a QR code without a scene",
        "a QR code that a follower scans later does not change qr_scene and qr_scene_str",
        "who does not follow is told with empty fields, as seen in 2025; the documentation says openid alone",
    ),
)
def user_info(call: Call) -> dict[str, Any]:
    profile = follower(call, call.known_user, call.text("lang"))
    if profile is not None:
        return profile
    user = call.world.accounts.user_made(call.known_user)
    nobody = {"nickname": "", "sex": 0, "language": user.language, "city": "", "province": "", "country": ""}
    openid = call.world.accounts.openid(call.known_app, user)
    return {"subscribe": 0, "openid": openid, **nobody, "headimgurl": "", "tagid_list": []}
