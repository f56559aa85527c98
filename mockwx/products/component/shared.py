"""Parameters, choices and answers that the apis of third-party platforms share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import App, Kind
from mockwx.core.platforms import AUTHORIZATION_CODE_LIFE, Authorization, open_appid_of
from mockwx.core.web.wechat_client import APP, DECISION
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call
from mockwx.products.shared.document import led_back
from mockwx.products.shared.endpoint import Param
from mockwx.products.shared.pages import DONE
from mockwx.products.shared.pages.platform import platform_page
from mockwx.products.shared.params import ACCESS_TOKEN, REDIRECT_URI

COMPONENT_APPID = Param("component_appid", "the third-party platform", "第三方平台 appid")

PLATFORM_TOKEN = Param(
    "component_access_token",
    "from api_component_token; in the query, also as access_token",
    "第三方平台接口调用凭证，放在 query，也可写作 access_token",
    within="query",
)

FOR_APP = (
    COMPONENT_APPID,
    Param("component_access_token", "from api_component_token", "第三方平台接口调用凭证"),
)

BY_RULE = (e.common.SYSTEM_ERROR, e.component.COMPONENT_TOKEN_EXPIRED)

ORDER = "the order of the checks"

OTHER_PLATFORM = "a component_appid that is not the token's is 61011"

DOCS = "https://developers.weixin.qq.com/doc/oplatform"

WEB_LOGIN_DOCS = (
    f"{DOCS}/Third-party_Platforms/2.0/api/Before_Develop/Official_Accounts/official_account_website_authorization.html"
)

AUTHORIZER_APPID = Param("appid", "the app that has authorised the platform", "授权方 appid")


def lent(call: Call) -> dict[str, Any]:
    """authorizer_access_token, expires_in and authorizer_refresh_token, in the order that was observed."""
    world, app, platform = call.world, call.known_app, call.known_platform
    authorization = world.components.authorization(platform.appid, app)
    assert authorization is not None, "asked behind a check of the authorisation"  # noqa: S101
    nth = world.counts.next("authorizer token", platform.appid, app.appid)
    text = world.ids.authorizer_token(platform.appid, app.appid, nth)
    token = world.tokens.lend(text, app.appid, platform.appid, call.now)
    return {
        "authorizer_access_token": text,
        "expires_in": (token.expires_at - call.now) // 1000,
        "authorizer_refresh_token": world.components.refresh_token(platform.appid, app, authorization),
    }


FUNCTIONS: Mapping[Kind, tuple[int, ...]] = MappingProxyType(
    {
        Kind.OFFICIAL: (1, 15, 4, 7, 2, 3, 11),
        Kind.MINIPROGRAM: (17, 18, 19, 20, 25, 30, 31, 36, 37),
        Kind.MINIGAME: (17, 18, 19, 20, 25, 30, 31, 36, 37),
    }
)
"""Ids of permission sets (权限集), as in real bodies."""

AUTHORIZER = Param("authorizer_appid", "the app that has authorised the platform", "授权方 appid")

_MINI = (Kind.MINIPROGRAM, Kind.MINIGAME)
_TYPES = {"1": (Kind.OFFICIAL,), "2": _MINI}
PAGE_PARAMS = (
    Param("component_appid", "the third-party platform", "第三方平台 appid"),
    Param("pre_auth_code", "from api_create_preauthcode", "预授权码"),
    REDIRECT_URI,
    Param("auth_type", "1: official accounts, 2: mini programs; else both", "展示的账号类型", required=False),
    Param("biz_appid", "this app and no other", "指定唯一的授权账号", required=False),
    Param(APP, "which app, by name or appid", "授权的应用（mockwx 专用）", required=False),
    Param(DECISION, "what they do", "管理员的决定（mockwx 专用）", required=False, choices=("allow", "deny")),
)
PHONE_PARAMS = (
    Param("action", "not looked at", "固定值，不检查", required=False, choices=("bindcomponent",)),
    Param("no_scan", "not looked at", "固定值，不检查", required=False, choices=("1",)),
)
PAGE_ASSUMED = (
    ORDER,
    "what is wrong is told with the errcode of the apis; what the real page says is not known",
    "the authorization_code lives 3600 s, as real callbacks have it",
    "authorising on the page pushes nothing; the verb wechat.authorize_app does",
    "who denies is led nowhere, and is free to come back",
)

OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"location_report": ("0", "1", "2"), "voice_recognize": ("0", "1"), "customer_service": ("0", "1")}
)
"""What each setting may be (documented)."""
OPTION_PARAMS = (
    Param(
        "access_token",
        "the authorizer_access_token; before 2022 the component_access_token",
        "授权方 authorizer_access_token；2022 年以前是 component_access_token",
        within="query",
    ),
    Param("component_appid", "not looked at", "第三方平台 appid，不检查", required=False),
    Param("authorizer_appid", "with a component_access_token", "授权方 appid，旧用法", required=False),
    Param("option_name", "the setting", "选项名称", choices=tuple(OPTIONS)),
)
OPTION_ASSUMED = (
    ORDER,
    "a component_access_token is taken too, as before 2022 and as clients in use send it",
    "settings change nothing else",
)
OPTION_BY_RULE = (e.common.SYSTEM_ERROR,)

OPEN_PARAMS = (
    ACCESS_TOKEN,
    Param("appid", "that of the token, or left away", "授权方 appid，可不填", required=False),
)
OPEN_APPID = Param("open_appid", "the Open Platform account", "开放平台账号 appid")
OPEN_ASSUMED = (
    ORDER,
    "the app's own access_token is taken as an authorizer_access_token is",
    "the open_appid of a declared owner follows from its name; all accounts are of one contractor, and of any size",
)


def authorization_of(call: Call) -> Authorization:
    """Behind a check of the authorisation."""
    authorization = call.world.components.authorization(call.known_platform.appid, call.known_app)
    assert authorization is not None, "asked behind a check of the authorisation"  # noqa: S101
    return authorization


def bind(call: Call, owner: str | None) -> None:
    """The app belongs to that Open Platform account from now on; None: to none."""
    call.world.accounts.add_app(replace(call.known_app, owner=owner))


def owner_named(call: Call, open_appid: str) -> str | None:
    """The owner of that open_appid: declared with an app, or created."""
    owners = {app.owner for app in call.world.accounts.apps() if app.owner is not None}
    declared = next((owner for owner in owners if open_appid_of(owner) == open_appid), None)
    return declared or call.world.components.open_account(open_appid)


def authorization_page(call: Call) -> Document:
    platform, apps = call.known_platform, list(_choices(call))
    decision, named = call.text(DECISION), call.text(APP)
    chosen = next((app for app in apps if named in (app.name, app.appid)), None)
    if decision == "deny":
        return DONE.fill(title="已取消授权", text="微信会关闭此页面，第三方平台不会得到通知。", mark="no")
    if decision != "allow" or chosen is None:
        return platform_page("第三方平台授权", platform.name, apps)
    code = call.world.components.authorize(platform.appid, chosen, call.now)
    brings = {"auth_code": code, "expires_in": str(AUTHORIZATION_CODE_LIFE // 1000)}
    return led_back(call, brings)


def _choices(call: Call) -> Iterator[App]:
    kinds, only = _TYPES.get(call.text("auth_type"), (Kind.OFFICIAL, *_MINI)), call.text("biz_appid")
    for app in call.world.accounts.apps():
        if app.appid == only if only else app.kind in kinds:
            yield app
