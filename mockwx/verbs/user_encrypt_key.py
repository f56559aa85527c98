"""wx.getUserCryptoManager: the user's encrypt key, with which a mini program encrypts what it sends."""

from __future__ import annotations

from typing import Any

from mockwx.verbs import base_library
from mockwx.verbs.verb import APP, MINI, USER, Verb, VerbContext


def _get_latest_user_key(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    base_library.require(user, "wx.getUserCryptoManager", "2.17.3")
    key = context.world.userkeys.latest(app.appid, user.name, context.now)
    return {
        "encryptKey": key.encrypt_key,
        "iv": key.iv,
        "version": key.version,
        "expireTime": key.expires_at // 1000,
        "errMsg": "getLatestUserKey:ok",
    }


GET_LATEST_USER_KEY = Verb(
    "phone.getLatestUserKey",
    "wx.getUserCryptoManager().getLatestUserKey",
    (USER, APP),
    _get_latest_user_key,
    short="user",
)
