"""wx.qy.login: what gives a mini program inside WeCom its code."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.suites import SuiteLogin
from mockwx.core.text.bilingual import both
from mockwx.verbs.verb import USER, Arg, Verb, VerbContext, VerbError


def _qy_login(context: VerbContext) -> dict[str, Any]:
    app = context.app(Kind.WECOM)
    if app.kind is Kind.SUITE:
        return _login_to_suite(context, app)
    world, name = context.world, context.args["user"]
    if app.kind is not Kind.WECOM:
        raise VerbError(both(f"{app.name} is no corp of WeCom", f"{app.name} 不是企业微信的企业"), "app")
    corp = world.corps.of(app)
    if not corp.has(name):
        raise VerbError(
            both(
                f"{name} is no member of {app.name}, so there is no WeCom on that phone; add the user to members",
                f"{name} 不是 {app.name} 的成员，手机上没有企业微信；请把该用户加入 members",
            ),
            "user",
            409,
        )
    user = context.user
    world.sessions.login(app, user, corp.userid(user.name), None, context.now)
    code = world.codes.issue(CodeKind.QY_LOGIN, app.appid, user.name, context.now)
    return {"code": code, "errMsg": "qy.login:ok"}


def _login_to_suite(context: VerbContext, app: App) -> dict[str, Any]:
    """In the mini program of a service provider's suite."""
    world, name = context.world, context.args["user"]
    corps = world.suites.corps_of(app, name, world.accounts.apps(), world.corps)
    if not corps:
        raise VerbError(
            both(
                f"{name} is a visible member of no corp that has installed {app.name}; "
                "add the corp to the suite's corps",
                f"{name} 不是任何安装了 {app.name} 的企业的可见成员；请把企业写进 suite 的 corps",
            ),
            "user",
            409,
        )
    user, corp, suite = context.user, corps[0], world.suites.of(app)
    userid = world.suites.userid(suite, world.corps.of(corp), user.name)
    world.sessions.login(app, user, userid, None, context.now)
    code = world.suites.enter(CodeKind.QY_LOGIN, app.appid, user.name, SuiteLogin(corp.appid, ""), context.now)
    return {"code": code, "errMsg": "qy.login:ok"}


QY_LOGIN = Verb(
    "phone.qyLogin",
    "wx.qy.login in a mini program inside WeCom: a code for WeCom's own jscode2session; for members only",
    (USER, Arg("app", "text", "the corp, or a service provider's suite, by name or appid; the first corp by default")),
    _qy_login,
    short="user",
)
