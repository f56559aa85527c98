"""wx.checkSession: whether the session_key of the last login still holds."""

from __future__ import annotations

from typing import Any

from mockwx.verbs.verb import APP, MINI, USER, Verb, VerbContext


def _check_session(context: VerbContext) -> dict[str, Any]:
    app = context.app(*MINI)
    session = context.world.sessions.live(app.appid, context.user.name, context.now)
    if session is None or session.generation != session.login_generation:
        return {"errMsg": "checkSession:fail 系统错误，错误码：-13001,session time out, need relogin"}
    context.world.sessions.touch(app.appid, context.user.name, context.now)
    return {"errMsg": "checkSession:ok"}


CHECK_SESSION = Verb(
    "phone.checkSession",
    "wx.checkSession: fails once the session_key of the last code is stale",
    (USER, APP),
    _check_session,
    short="user",
)
