"""What an administrator does: authorises a third-party platform to act for an app, and takes that back."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, Kind
from mockwx.core.platforms import AUTHORIZATION_CODE_LIFE
from mockwx.core.pushes.events import platform_event
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.verbs.push import SEND, TIMEOUT, TRIES, reach, send
from mockwx.verbs.verb import Arg, Verb, VerbContext, VerbError

KINDS = (Kind.OFFICIAL, Kind.MINIPROGRAM, Kind.MINIGAME)
"""What can authorise a platform."""


def _authorize_app(context: VerbContext) -> dict[str, Any]:
    app, platform, components = _app(context), _platform(context), context.world.components
    again = components.authorization(platform.appid, app) is not None
    code = components.authorize(platform.appid, app, context.now)
    event = "updateauthorized" if again else "authorized"
    fields = {
        "AuthorizerAppid": app.appid,
        "AuthorizationCode": code,
        "AuthorizationCodeExpiredTime": str((context.now + AUTHORIZATION_CODE_LIFE) // 1000),
        "PreAuthCode": components.issue_pre_auth_code(platform.appid, context.now),
    }
    authorized = {
        "app": app.name,
        "component": platform.name,
        "auth_code": code,
        "expires_in": AUTHORIZATION_CODE_LIFE // 1000,
    }
    return _push(context, platform, event, fields) | authorized


def _unauthorize_app(context: VerbContext) -> dict[str, Any]:
    app, platform = _app(context), _platform(context)
    if not context.world.components.unauthorize(platform.appid, app):
        raise VerbError(
            both(
                f"{app.name} has not authorised {platform.name}; let wechat.authorize_app come first, "
                "or name it in the platform's authorizers",
                f"{app.name} 没有授权给 {platform.name}；请先执行 wechat.authorize_app，或写进平台的 authorizers",
            ),
            "app",
            409,
        )
    named = {"app": app.name, "component": platform.name}
    return _push(context, platform, "unauthorized", {"AuthorizerAppid": app.appid}) | named


def _push(context: VerbContext, platform: App, event: str, fields: dict[str, str]) -> dict[str, Any]:
    """WeChat tells the platform, where it listens; a rule tells nobody."""
    if platform.callback is None or context.network is None:
        return {}
    message = platform_event(event, component=platform.appid, second=context.now // 1000, **fields)
    return send(context, platform, event, message, ("success",))


def _app(context: VerbContext) -> App:
    app = context.app(*KINDS)
    if app.kind not in KINDS:
        raise VerbError(
            both(
                f"{app.name} is of kind {app.kind}; {', '.join(KINDS)} can authorise a platform",
                f"{app.name} 的类型是 {app.kind}；只有 {'、'.join(KINDS)} 可以授权给第三方平台",
            ),
            "app",
        )
    return app


def _platform(context: VerbContext) -> App:
    """By name or appid, else the first; where it listens it must be reachable before anything happens."""
    platforms = [app for app in context.world.accounts.apps() if app.kind is Kind.COMPONENT]
    name = context.get("component")
    for platform in platforms:
        if name is None or name in (platform.name, platform.appid):
            if platform.callback is not None and context.network is not None:
                reach(context, platform)
            return platform
    if name is None:
        raise VerbError(
            both(
                "this world has no third-party platform; add an app with kind: component",
                "这个 world 里没有第三方平台；请添加 kind: component 的应用",
            ),
            "component",
            404,
        )
    names = [platform.name for platform in platforms]
    raise VerbError(unknown("third-party platform", "第三方平台", name, names), "component", 404)


_APP = Arg("app", "text", "the app, by name or appid; the first official account or mini program by default")
_COMPONENT = Arg("component", "text", "the third-party platform, by name or appid; the first one by default")

PLATFORM = (
    Verb(
        "wechat.authorize_app",
        "an administrator authorises a third-party platform to act for an app, which the platform is told",
        (_APP, _COMPONENT, SEND, TRIES, TIMEOUT),
        _authorize_app,
        short="app",
    ),
    Verb(
        "wechat.unauthorize_app",
        "the administrator takes that back: 61003",
        (_APP, _COMPONENT, SEND, TRIES, TIMEOUT),
        _unauthorize_app,
        short="app",
    ),
)
