"""授权页: an administrator picks the app that a third-party platform may act for."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import App, Kind
from mockwx.core.platforms import AUTHORIZATION_CODE_LIFE, Components
from mockwx.core.web.client import APP, DECISION
from mockwx.core.wire import Document
from mockwx.products.component.checks import KnownPlatform, LiveLent
from mockwx.products.component.shared import ORDER
from mockwx.products.shared.call import Call
from mockwx.products.shared.checks import LeadsBack, Present
from mockwx.products.shared.dialect import PAGE
from mockwx.products.shared.document import led_back
from mockwx.products.shared.endpoint import Param, endpoint
from mockwx.products.shared.pages import DONE, PLATFORM
from mockwx.products.shared.params import REDIRECT_URI

_MINI = (Kind.MINIPROGRAM, Kind.MINIGAME)
_TYPES = {"1": (Kind.OFFICIAL,), "2": _MINI}


@endpoint(
    "GET",
    "POST",
    host="mp.weixin.qq.com",
    path="/cgi-bin/componentloginpage",
    dialect=PAGE,
    title="授权注册页面扫码授权",
    docs=(
        "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/"
        "Authorization_Process_Technical_Description.html"
    ),
    evidence=Evidence.DOCUMENTED,
    reads_form=True,
    params=(
        Param("component_appid", "the third-party platform", "第三方平台 appid"),
        Param("pre_auth_code", "from api_create_preauthcode", "预授权码"),
        REDIRECT_URI,
        Param("auth_type", "1: official accounts, 2: mini programs; else both", "展示的账号类型", required=False),
        Param("biz_appid", "this app and no other", "指定唯一的授权账号", required=False),
        Param(APP, "which app, by name or appid", "授权的应用（mockwx 专用）", required=False),
        Param(DECISION, "what they do", "管理员的决定（mockwx 专用）", required=False, choices=("allow", "deny")),
    ),
    answer=(),
    checks=(
        Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.ASSUMED),
        KnownPlatform(alone=True, evidence=Evidence.ASSUMED),
        LiveLent(
            "pre_auth_code",
            Components.pre_auth_code,
            e.component.PLATFORM_CODE_INVALID,
            e.component.PLATFORM_CODE_EXPIRED,
            evidence=Evidence.ASSUMED,
        ),
        Present("redirect_uri", e.pages.MISSING_REDIRECT_URI, evidence=Evidence.ASSUMED),
        LeadsBack("redirect_uri", evidence=Evidence.ASSUMED),
    ),
    assumed=(
        ORDER,
        "what is wrong is told with the errcode of the apis; what the real page says is not known",
        "the authorization_code lives 3600 s, as real callbacks have it",
        "authorising on the page pushes nothing; the verb wechat.authorize_app does",
        "who denies is led nowhere, and is free to come back",
    ),
)
def componentloginpage(call: Call) -> Document:
    platform, apps = call.known_platform, list(_choices(call))
    decision, named = call.text(DECISION), call.text(APP)
    chosen = next((app for app in apps if named in (app.name, app.appid)), None)
    if decision == "deny":
        return DONE.fill(title="已取消授权", text="微信会关闭此页面，第三方平台不会得到通知。", mark="no")
    if decision != "allow" or chosen is None:
        radios = "\n".join(_radios(apps))
        return PLATFORM.fill(title="第三方平台授权", platform=platform.name, apps=radios)
    code = call.world.components.authorize(platform.appid, chosen, call.now)
    brings = {"auth_code": code, "expires_in": str(AUTHORIZATION_CODE_LIFE // 1000)}
    return led_back(call, brings)


def _choices(call: Call) -> Iterator[App]:
    kinds, only = _TYPES.get(call.text("auth_type"), (Kind.OFFICIAL, *_MINI)), call.text("biz_appid")
    for app in call.world.accounts.apps():
        if app.appid == only if only else app.kind in kinds:
            yield app


def _radios(apps: list[App]) -> Iterator[str]:
    for nth, app in enumerate(apps):
        checked = " checked" if nth == 0 else ""
        radio = f'<input type="radio" name="{APP}" value="{escape(app.name)}" required{checked}>'
        yield f"<li><label>{radio} {escape(app.name)} <small>{escape(app.appid)}</small></label></li>"
