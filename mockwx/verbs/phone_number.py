"""The buttons getPhoneNumber and getRealtimePhoneNumber: a dynamic code for the backend; of the first also the number,
sealed with the session_key."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import App, User
from mockwx.core.people.codes import CodeKind
from mockwx.made_up_people import phone_number
from mockwx.verbs import base_library
from mockwx.verbs.failure import PRIVACY_FAILURES, Failure, failed
from mockwx.verbs.privacy import why_private
from mockwx.verbs.profile import sealed, sealing_key
from mockwx.verbs.verb import APP, MINI, SEAL, USER, Arg, Verb, VerbContext

NO_QUOTA = Failure("", 1400001, glue=":fail")
"""The text of the used-up quota was never published, only its number."""
_FAILURES: dict[str, Failure] = {
    "deny": Failure("user deny", aged=True),
    "cancel": Failure("user cancel", glue=":fail:"),
    "not_bound": Failure("用户未绑定手机，请先在微信客户端进行绑定后重试"),
    "not_verified": Failure(
        "用户绑定的手机需要进行验证，请在客户端完成短信验证步骤",
        en="Error: The mobile phone user bound needs to be verified. "
        "Please complete the SMS verification step on the client",
    ),
    "cancel_bind": Failure("cancel to bind phone", glue=":fail:"),
    "cancel_login": Failure("cancel to confirm login", glue=":fail:"),
    "no_permission": Failure("no permission", older="该 appid 没有权限"),
    "jsapi": Failure("operateWXData:fail jsapi has no permission", 102, bare=True),
    **PRIVACY_FAILURES,
    "quota": NO_QUOTA,
}
_REALTIME_FAILURES = {name: failure for name, failure in _FAILURES.items() if name != "jsapi"}


def _why_not(
    context: VerbContext, app: App, user: User, failures: dict[str, Failure], calls: int | None, button: str
) -> Failure | None:
    denial = context.get("deny")
    if denial is not None:
        return failures[denial]
    if not app.verified:
        return _FAILURES["no_permission"]
    why = why_private(context, app, user, "phone_number")
    if why is None and calls is not None and context.world.counts.so_far(button, app.appid) >= calls:
        return NO_QUOTA
    return why


def _get_phone_number(context: VerbContext) -> dict[str, Any]:
    world, app, user, now = context.world, context.app(*MINI), context.user, context.now
    why = _why_not(context, app, user, _FAILURES, app.phone_number_calls, "getPhoneNumber")
    if why is not None:
        return failed(context, user, "getPhoneNumber", why)
    _charge(context, app, app.phone_number_calls, "getPhoneNumber")
    answer: dict[str, Any] = {"errMsg": "getPhoneNumber:ok"}
    if base_library.has(user, "2.21.2"):
        answer["code"] = world.codes.issue(CodeKind.PHONE_NUMBER, app.appid, user.name, now)
    live = world.sessions.touch(app.appid, user.name, now)
    if live is not None:
        plain = phone_number(world.settings.seed, user, app.appid, now)
        key = sealing_key(context, app, user, live.session_key)
        answer |= sealed(context, app, user, plain, key, "getPhoneNumber")
        if context.get("seal") is None:  # of what WeChat never sealed it knows nothing
            world.sealed.remember(app.appid, answer["encryptedData"], now)
    return answer


def _get_realtime_phone_number(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    base_library.require(user, "getRealtimePhoneNumber", "2.24.4")
    api = "getRealtimePhoneNumber"
    why = _why_not(context, app, user, _REALTIME_FAILURES, app.realtime_phone_number_calls, api)
    if why is not None:
        return failed(context, user, api, why)
    _charge(context, app, app.realtime_phone_number_calls, api)
    code = context.world.codes.issue(CodeKind.PHONE_NUMBER, app.appid, user.name, context.now)
    return {"code": code, "errMsg": f"{api}:ok"}


def _charge(context: VerbContext, app: App, calls: int | None, button: str) -> None:
    """Each success is paid for, of each button from calls of its own (documented)."""
    if calls is not None:
        context.world.counts.next(button, app.appid)


GET_PHONE_NUMBER = Verb(
    "phone.getPhoneNumber",
    "a tap on the getPhoneNumber button: a dynamic code; after a wx.login also encryptedData and iv",
    (USER, APP, Arg("deny", "denial", "the user refuses, or why else it fails", choices=tuple(_FAILURES)), SEAL),
    _get_phone_number,
    short="user",
)
GET_REALTIME_PHONE_NUMBER = Verb(
    "phone.getRealtimePhoneNumber",
    "a tap on the getRealtimePhoneNumber button: a dynamic code for the same getuserphonenumber, and nothing sealed",
    (USER, APP, Arg("deny", "denial", "the user refuses, or why else it fails", choices=tuple(_REALTIME_FAILURES))),
    _get_realtime_phone_number,
    short="user",
)
