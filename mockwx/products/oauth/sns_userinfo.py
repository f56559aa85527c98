"""拉取用户信息: nickname and avatar; since 2021-10-20 neither gender nor place."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.tokens.quotas import Quota
from mockwx.made_up_people import PLACE_RECALLED, person
from mockwx.products.oauth.checks import LiveUserToken, MayAskProfile, OpenidOfToken
from mockwx.products.oauth.shared import OPENID_OF_TOKEN, USER_TOKEN
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import Present, WithinQuota
from mockwx.products.shared.dialect import SNS
from mockwx.products.shared.endpoint import Field, Param, endpoint

_CHINA = {"": "CN", "zh_CN": "中国", "zh_TW": "中國", "en": "China"}
"""The country by ``lang``; seen as CN without any."""


@endpoint(
    "GET",
    "POST",
    path="/sns/userinfo",
    dialect=SNS,
    title="获取授权用户信息 snsUserInfo",
    docs="https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo",
    aka=("snsUserInfo",),
    evidence=Evidence.OBSERVED,
    reads_form=True,
    params=(
        USER_TOKEN,
        OPENID_OF_TOKEN,
        Param("lang", "of place names", "地名的语言", required=False, choices=("zh_CN", "zh_TW", "en")),
    ),
    answer=(
        Field("openid", "string", "the user in this app"),
        Field("nickname", "string", "UTF-8 as it is, emoji and all"),
        Field("sex", "integer", "0; before 2021-10-20 also 1 male, 2 female"),
        Field("language", "string", "undocumented; empty since 2021-10-20"),
        Field("city", "string", "empty since 2021-10-20"),
        Field("province", "string", "empty since 2021-10-20"),
        Field("country", "string", "empty since 2021-10-20"),
        Field("headimgurl", "string", "empty where the user has none"),
        Field("privilege", "array", "empty"),
        Field("unionid", "string", "the user for the app's owner, if it has one", always=False),
    ),
    checks=(
        LiveUserToken(),
        WithinQuota(),
        Present("openid", e.oauth.MISSING_OPENID),
        OpenidOfToken(by_choice=True, evidence=Evidence.DOCUMENTED),
        MayAskProfile(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    quotas=(Quota(50_000, "min"),),
    assumed=(
        "the order of the checks",
        "an openid that is not the token's is ignored (wechat.userinfo_openid: checked refuses it with 40003)",
        "who has once consented to the profile has until it is taken back (how long WeChat remembers is not known)",
        "a token that a later login ended is 40001",
    ),
)
def sns_userinfo(call: Call) -> dict[str, Any]:
    world, app = call.world, call.known_app
    user = world.accounts.user_made(call.known_user)
    who = person(world.settings.seed, user)
    tells_place = call.now < PLACE_RECALLED
    lang = call.text("lang")
    country = _CHINA.get(lang, who.country) if who.country == "China" else who.country
    answer: dict[str, Any] = {
        "openid": world.accounts.openid(app, user),
        "nickname": who.nickname,
        "sex": who.gender if tells_place else 0,
        "language": (lang or user.language) if tells_place else "",
        "city": who.city if tells_place else "",
        "province": who.province if tells_place else "",
        "country": country if tells_place else "",
        "headimgurl": who.avatar,
        "privilege": [],
    }
    unionid = world.accounts.unionid(app, user)
    if unionid is not None:
        answer["unionid"] = unionid
    return answer
