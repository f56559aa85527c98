"""wx.pluginLogin: what gives a plugin its code."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.codes import CodeKind
from mockwx.verbs.verb import APP, MINI, USER, Verb, VerbContext


def _plugin_login(context: VerbContext) -> dict[str, Any]:
    world, app, user = context.world, context.app(*MINI), context.user
    # The session_key stays as it is: a plugin sees neither openid nor key.
    code = world.codes.issue(CodeKind.PLUGIN, app.appid, user.name, context.now)
    return {"code": code, "errMsg": "pluginLogin:ok"}


PLUGIN_LOGIN = Verb(
    "phone.pluginLogin",
    "wx.pluginLogin: a code for getpluginopenpid",
    (USER, APP),
    _plugin_login,
    short="user",
)
