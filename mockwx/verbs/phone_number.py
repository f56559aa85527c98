"""The getPhoneNumber button: a dynamic code for the backend, and the number sealed with the session_key."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.codes import CodeKind
from mockwx.people import phone_number
from mockwx.verbs import library
from mockwx.verbs.profile import sealed, sealing_key
from mockwx.verbs.verb import APP, MINI, SEAL, USER, Arg, Verb, VerbContext

_DENIALS: dict[str, dict[str, Any]] = {
    "deny": {"errMsg": "getPhoneNumber:fail user deny"},
    "cancel_bind": {"errMsg": "getPhoneNumber:fail:cancel to bind phone"},
    "cancel_login": {"errMsg": "getPhoneNumber:fail:cancel to confirm login"},
    "no_permission": {"errMsg": "getPhoneNumber:fail no permission"},
    "jsapi": {"errMsg": "operateWXData:fail jsapi has no permission", "errno": 102},
    "privacy": {"errMsg": "getPhoneNumber:fail privacy permission is not authorized", "errno": 104},
    "privacy_scope": {
        "errMsg": "getPhoneNumber:fail api scope is not declared in the privacy agreement",
        "errno": 112,
    },
    # The text of the used-up quota was never published, only its number.
    "quota": {"errMsg": "getPhoneNumber:fail", "errno": 1400001},
}


def _get_phone_number(context: VerbContext) -> dict[str, Any]:
    world, app, user, now = context.world, context.app(*MINI), context.user, context.now
    denial = context.get("deny") or (None if app.verified else "no_permission")
    if denial is not None:
        return dict(_DENIALS[denial])
    answer: dict[str, Any] = {"errMsg": "getPhoneNumber:ok"}
    if library.has(user, "2.21.2"):
        answer["code"] = world.codes.issue(CodeKind.PHONE_NUMBER, app.appid, user.name, now)
    live = world.sessions.touch(app.appid, user.name, now)
    if live is not None:
        plain = phone_number(world.settings.seed, user, app.appid, now)
        key = sealing_key(context, app, user, live.session_key)
        answer |= sealed(context, app, user, plain, key, "getPhoneNumber")
        if context.get("seal") is None:  # of what WeChat never sealed it knows nothing
            world.sealed.remember(app.appid, answer["encryptedData"], now)
    return answer


GET_PHONE_NUMBER = Verb(
    "phone.getPhoneNumber",
    "a tap on the getPhoneNumber button: a dynamic code; after a wx.login also encryptedData and iv",
    (USER, APP, Arg("deny", "denial", "the user refuses, or why else it fails", choices=tuple(_DENIALS)), SEAL),
    _get_phone_number,
    short="user",
)
