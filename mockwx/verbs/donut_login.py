"""wx.weixinAppLogin and its like: what gives a multi-platform app its code."""

from __future__ import annotations

from typing import Any

from mockwx.core.donut import DONUT_LOGIN_TYPES
from mockwx.core.people.accounts import Kind
from mockwx.core.text.bilingual import both
from mockwx.verbs.verb import USER, Arg, Verb, VerbContext, VerbError

_APIS = {
    "weixinApp": "weixinAppLogin",
    "weixinMiniProgram": "weixinMiniProgramLogin",
    "phoneSms": "phoneSmsLogin",
    "apple": "appleLogin",
    "phoneOneClick": "phoneOneClickLogin",
}


def _donut_login(context: VerbContext) -> dict[str, Any]:
    app, login_type = context.app(Kind.DONUT), context.get("type", "weixinApp")
    if app.kind is not Kind.DONUT:
        raise VerbError(both(f"{app.name} is no app of kind donut", f"{app.name} 不是 donut（多端应用）"), "app")
    code = context.world.donut.issue(app.appid, context.user.name, login_type, context.now)
    return {"code": code, "errMsg": f"{_APIS[login_type]}:ok"}


DONUT_LOGIN = Verb(
    "phone.donutLogin",
    "wx.weixinAppLogin and its like in a multi-platform app (多端应用): a code for donut_code2verifyinfo",
    (
        USER,
        Arg("app", "text", "the multi-platform app, by name or appid; the first one by default"),
        Arg("type", "text", "by which way; weixinApp by default", choices=DONUT_LOGIN_TYPES),
    ),
    _donut_login,
    short="user",
)
