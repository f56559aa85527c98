"""登录凭证校验: who has logged in to a multi-platform app, and by which of its ways."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import App, Kind
from mockwx.made_up_people import person
from mockwx.products.donut.checks import DonutApp, DonutSecret, LiveDonutCode
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import OneOf
from mockwx.products.shared.dialect import GATEWAY
from mockwx.products.shared.endpoint import Field, Param, endpoint
from mockwx.products.shared.ok import DONE, OK
from mockwx.products.shared.params import CODE_GRANT


@endpoint(
    "GET",
    "POST",
    path="/donut/code2verifyinfo",
    dialect=GATEWAY,
    title="多端应用：登录凭证校验 code2Verifyinfo",
    docs="https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/miniapp/openapi/code2Verifyinfo.html",
    aka=("code2verifyinfo",),
    evidence=Evidence.DOCUMENTED,
    reads_body=True,
    reads_query_too=True,
    params=(
        Param("appid", "the multi-platform app", "多端应用 ID"),
        Param("appsecret", "its secret; not called secret", "多端应用 secret，参数名不是 secret"),
        Param("code", "of wx.weixinAppLogin and its like", "wx.weixinAppLogin 等得到的临时登录凭证"),
        CODE_GRANT,
    ),
    answer=(
        *DONE,
        Field("login_info", "object", "type: the way; login_time in seconds; appid"),
        Field("user_info", "object", "user_id, and what the way tells: openapp_info, miniprogram_info, phone_info …"),
    ),
    checks=(
        DonutApp(),
        DonutSecret(),
        OneOf("grant_type", ("authorization_code",), e.donut.INVALID_GRANT_TYPE, evidence=Evidence.DOCUMENTED),
        LiveDonutCode(),
    ),
    by_rule=(e.common.SYSTEM_ERROR,),
    assumed=(
        "the order of the checks",
        "a code lives five minutes; one that was used is 10001001",
        "parameters are read from the query and from a JSON body, as two versions of the page have them",
        "the bound mobile app and mini program are the world's first of the same owner, else the app itself",
    ),
)
def donut_code2verifyinfo(call: Call) -> dict[str, Any]:
    world, app = call.world, call.known_app
    login = world.donut.spend(call.code_text or "", call.now)
    user = world.accounts.user_made(login.user)
    who = person(world.settings.seed, user)
    told: dict[str, Any] = {"user_id": world.accounts.openid(app, user)}
    match login.type:
        case "weixinApp":
            told["openapp_info"] = _ids(call, _bound(call, Kind.MOBILE), login.user) | {
                "headimgurl": who.avatar,
                "nickname": who.nickname,
            }
        case "weixinMiniProgram":
            told["miniprogram_info"] = _ids(call, _bound(call, Kind.MINIPROGRAM), login.user)
        case "phoneSms" | "phoneOneClick":
            told["phone_info"] = {"phone": who.phone}
        case "apple":
            drawn = world.ids.hexadecimal(32, "apple", login.user)
            told["apple_info"] = {"bundleid": f"com.example.{app.name}", "apple_user_id": f"000000.{drawn}.0000"}
    login_info = {"type": login.type, "login_time": login.at // 1000, "appid": app.appid}
    return {**OK, "login_info": login_info, "user_info": told}


def _bound(call: Call, kind: Kind) -> App:
    own = call.known_app
    among = (app for app in call.world.accounts.apps() if app.kind is kind and app.owner == own.owner)
    return next(among, own)


def _ids(call: Call, app: App, name: str) -> dict[str, Any]:
    accounts = call.world.accounts
    user = accounts.user_made(name)
    unionid = accounts.unionid(app, user)
    return {"appid": app.appid, "openid": accounts.openid(app, user), **({"unionid": unionid} if unionid else {})}
