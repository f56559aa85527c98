"""wx.authorize, wx.getSetting and wx.openSetting: scopes that a user allows a mini program, or refuses, once."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App
from mockwx.core.text.bilingual import both
from mockwx.verbs.failure import Failure, failed
from mockwx.verbs.privacy import why_private
from mockwx.verbs.profile import INFO_RECALLED
from mockwx.verbs.verb import APP, MINI, USER, Arg, Verb, VerbContext, VerbError

SCOPES: dict[str, str | None] = {
    "scope.userInfo": "user_info",
    "scope.userLocation": "location",
    "scope.userFuzzyLocation": "location",
    "scope.userLocationBackground": "location",
    "scope.writePhotosAlbum": "album",
    "scope.camera": "camera",
    "scope.record": "record",
    "scope.werun": None,
    "scope.bluetooth": None,
    "scope.addPhoneContact": None,
    "scope.addPhoneCalendar": None,
}
"""And the kind of data that the privacy guide must declare for it; None: mockwx knows of none."""
_DENIED = Failure("auth deny", aged=True)
_NO_TAP = Failure("can only be invoked by user TAP gesture.")


def _authorize_scope(context: VerbContext) -> dict[str, Any]:
    app, user, scope = context.app(*MINI), context.user, context.args["scope"]
    kind = SCOPES[scope]
    why = why_private(context, app, user, kind) if kind is not None else None
    if why is not None:
        return failed(context, user, "authorize", why)
    scopes = context.world.scopes
    allowed = auth_setting(context, app, user.name).get(scope)
    if allowed is None:
        allowed = context.get("deny") is None
        scopes.decide(app.appid, user.name, scope, allowed=allowed)
    # Whoever has refused is not asked again: only the settings help.
    return {"errMsg": "authorize:ok"} if allowed else failed(context, user, "authorize", _DENIED)


def auth_setting(context: VerbContext, app: App, user: str) -> dict[str, bool]:
    """Since the recall of getUserInfo, scope.userInfo is always allowed (documented)."""
    scopes = context.world.scopes.decisions(app.appid, user)
    return scopes | {"scope.userInfo": True} if context.now >= INFO_RECALLED else scopes


def _setting(context: VerbContext, api: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "errMsg": f"{api}:ok",
        "authSetting": auth_setting(context, context.app(*MINI), context.user.name),
    }
    if context.get("withSubscriptions", False):
        answer["subscriptionsSetting"] = {"mainSwitch": True}
    return answer


def _open_setting(context: VerbContext) -> dict[str, Any]:
    if context.get("deny") is not None:
        return failed(context, context.user, "openSetting", _NO_TAP)
    app, user = context.app(*MINI), context.args["user"]
    state = auth_setting(context, app, user)
    switched = {name: context.args[name] for name in ("allow", "refuse") if name in context.args}
    for name, scope in switched.items():
        if scope not in state:
            raise VerbError(
                both(
                    f"{app.name} has never asked {user} for {scope}, so the settings do not show it",
                    f"{app.name} 没有向 {user} 请求过 {scope}，设置页里没有它",
                ),
                name,
                409,
            )
    for name, scope in switched.items():
        context.world.scopes.decide(app.appid, user, scope, allowed=name == "allow")
    return _setting(context, "openSetting")


_WITH_SUBSCRIPTIONS = Arg("withSubscriptions", "flag", "tells subscriptionsSetting too; false by default")

SETTINGS = (
    Verb(
        "phone.authorizeScope",
        "wx.authorize: the user is asked for a scope, once; phone.authorize is the authorisation page of the web",
        (
            USER,
            APP,
            Arg("scope", "text", "such as scope.userLocation", required=True, choices=tuple(SCOPES)),
            Arg("deny", "denial", "the user refuses, if asked", choices=("deny",)),
        ),
        _authorize_scope,
        short="user",
    ),
    Verb(
        "phone.getSetting",
        "wx.getSetting: which scopes were asked for, and whether they are allowed",
        (USER, APP, _WITH_SUBSCRIPTIONS),
        lambda context: _setting(context, "getSetting"),
        short="user",
    ),
    Verb(
        "phone.openSetting",
        "wx.openSetting: the user sees the scopes that were asked for, and may change one",
        (
            USER,
            APP,
            Arg("allow", "text", "a scope that the user switches on", choices=tuple(SCOPES)),
            Arg("refuse", "text", "one that the user switches off", choices=tuple(SCOPES)),
            Arg("deny", "denial", "it was not called in the turn of a tap", choices=("no_tap",)),
            _WITH_SUBSCRIPTIONS,
        ),
        _open_setting,
        short="user",
    ),
)
