"""What is told of one follower, by user_info and by user_info_batchget."""

from __future__ import annotations

from typing import Any

from mockwx.core.clock import parse_instant
from mockwx.made_up_people import PLACE_RECALLED, person
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field

NAMES_RECALLED = parse_instant("2021-12-27T00:00:00+08:00")
"""Since when an account is told neither nickname nor avatar of its followers (Tencent's announcement)."""

FOLLOWER = (
    Field("subscribe", "integer", "1: follows the account"),
    Field("openid", "string", "the user in this account"),
    Field("nickname", "string", "until 2021-12-27, as headimgurl; empty for who does not follow", always=False),
    Field("sex", "integer", "0; 1 male, 2 female until 2021-10-20", always=False),
    Field("language", "string", "of the phone, such as zh_CN", always=False),
    Field("city", "string", "until 2021-10-20, as province and country", always=False),
    Field("province", "string", "as city", always=False),
    Field("country", "string", "as city", always=False),
    Field("headimgurl", "string", "as nickname", always=False),
    Field("subscribe_time", "integer", "unix seconds, of the last time; for followers, as what follows", always=False),
    Field("unionid", "string", "the user for the app's owner, if it has one", always=False),
    Field("remark", "string", "empty", always=False),
    Field("groupid", "integer", "0", always=False),
    Field("tagid_list", "array", "empty", always=False),
    Field("subscribe_scene", "string", "ADD_SCENE_QR_CODE or ADD_SCENE_SEARCH", always=False),
    Field("qr_scene", "integer", "of the QR code by which they followed, if it has a number; else 0", always=False),
    Field("qr_scene_str", "string", "the same, if it has a text; else empty", always=False),
)


def follower(call: Call, name: str, lang: str) -> dict[str, Any] | None:
    """None: the user does not follow the account."""
    world, app = call.world, call.known_app
    following = world.followers.find(app, name)
    if following is None:
        return None
    user = world.accounts.user_made(name)
    unionid = world.accounts.unionid(app, user)
    since = following.since if following.since is not None else world.clock.start
    return {
        "subscribe": 1,
        "openid": world.accounts.openid(app, user),
        **_profile(call, name, lang or user.language),
        "subscribe_time": since // 1000,
        **({"unionid": unionid} if unionid is not None else {}),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": following.by,
        "qr_scene": following.scene_id,
        "qr_scene_str": following.scene_str,
    }


def _profile(call: Call, name: str, language: str) -> dict[str, Any]:
    if call.now >= NAMES_RECALLED:
        return {"language": language}
    who = person(call.world.settings.seed, call.world.accounts.user_made(name))
    tells_place = call.now < PLACE_RECALLED
    return {
        "nickname": who.nickname,
        "sex": who.gender if tells_place else 0,
        "language": language,
        "city": who.city if tells_place else "",
        "province": who.province if tells_place else "",
        "country": who.country if tells_place else "",
        "headimgurl": who.avatar,
    }
