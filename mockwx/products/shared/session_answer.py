"""What a login code buys: openid and session_key. A mini program's own backend and third-party platforms share it."""

from __future__ import annotations

from typing import Any

from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field

SESSION_ANSWER = (
    Field("session_key", "string", "24 characters: base64 of 16 bytes"),
    Field("expires_in", "integer", "7200; only as of a date before 2018-04", always=False),
    Field("openid", "string", "the user in this app"),
    Field("unionid", "string", "the user for the app's owner, if it has one", always=False),
)


def logged_in(call: Call) -> dict[str, Any]:
    """Spend the call's code."""
    world, app, user = call.world, call.known_app, call.known_user
    world.codes.spend(call.code_text or "", call.now, call.code)
    session = world.sessions.find(app.appid, user)
    assert session is not None, "a login code comes with a session"  # noqa: S101
    answer: dict[str, Any] = {"session_key": session.session_key}
    as_of = world.settings.wechat.as_of
    if as_of is not None and as_of < "2018-04-01":
        answer["expires_in"] = 7200
    answer["openid"] = session.openid
    if session.unionid is not None:
        answer["unionid"] = session.unionid
    return answer
