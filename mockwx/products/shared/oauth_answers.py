"""What OAuth answers with: the tokens of an exchange or a refresh. Own apps and third-party platforms share it."""

from __future__ import annotations

from typing import Any

from mockwx.core.people.accounts import Kind
from mockwx.core.tokens.token_life import TOKEN_LIFE
from mockwx.core.web.oauth import REFRESH_LIFE, REFRESH_LIFE_MOBILE, RefreshToken
from mockwx.core.world import Wechat
from mockwx.products.shared.call import Call
from mockwx.products.shared.endpoint import Field

TOKENS_ANSWER = (
    Field("access_token", "string", "110 characters; a user's, not the app's own"),
    Field("expires_in", "integer", "7200"),
    Field("refresh_token", "string", "good for 30 days; of a mobile app 180"),
    Field("openid", "string", "the user in this app"),
    Field("scope", "string", "with commas between"),
    Field("unionid", "string", "the user for the app's owner, if it has one", always=False),
    Field("is_snapshotuser", "integer", "1 for the virtual user of a snapshot page", always=False),
)
REFRESHED_ANSWER = (
    Field("openid", "string", "the user in this app"),
    Field("access_token", "string", "the same with its life extended, or a new one if it was dead"),
    Field("expires_in", "integer", "7200"),
    Field("refresh_token", "string", "the same; its own life goes on as it was"),
    Field("scope", "string", "ends in a comma"),
)
UNIONID_WITHHELD_SINCE = "2018-01-01"
"""A silent login told the unionid until the end of 2017 (announced on 2017-12-13)."""


def exchanged(call: Call) -> dict[str, Any]:
    """Spend the call's code; keys in the order that was observed."""
    world, app, user = call.world, call.known_app, call.known_user
    granted = world.oauth.granted(call.code_text or "")
    world.codes.spend(call.code_text or "", call.now)
    life = REFRESH_LIFE_MOBILE if app.kind is Kind.MOBILE else REFRESH_LIFE
    ends = app.kind is Kind.OFFICIAL and world.settings.wechat.later_login == "ends_tokens"
    access, refresh = world.oauth.exchange(app.appid, user, granted, call.now, life, ends_former=ends)
    openid, unionid = call.ids_of(user, granted)
    answer: dict[str, Any] = {
        "access_token": access,
        "expires_in": TOKEN_LIFE // 1000,
        "refresh_token": refresh,
        "openid": openid,
        "scope": granted.scope,
    }
    if unionid is not None and not (granted.scope == "snsapi_base" and _base_withholds(world.settings.wechat)):
        answer["unionid"] = unionid
    if granted.snapshot:
        answer["is_snapshotuser"] = 1
    return answer


def refreshed(call: Call, name: str = "refresh_token") -> dict[str, Any]:
    text = call.text(name)
    refresh = call.world.oauth.refresh_token(text)
    assert refresh is not None, "asked behind LiveRefreshToken"  # noqa: S101
    openid, _ = call.ids_of(refresh.user, refresh.granted)
    return {
        "openid": openid,
        "access_token": call.world.oauth.renew(text, refresh, call.now),
        "expires_in": TOKEN_LIFE // 1000,
        "refresh_token": text,
        "scope": _all_scopes(call, refresh),
    }


def _base_withholds(wechat: Wechat) -> bool:
    told_anyway = wechat.as_of is not None and wechat.as_of < UNIONID_WITHHELD_SINCE
    return wechat.base_unionid == "withheld" and not told_anyway


def _all_scopes(call: Call, refresh: RefreshToken) -> str:
    """All that the person has granted to the app. Observed for a mobile app in 2014 and an official account in 2018:
    ``snsapi_base,snsapi_userinfo,`` with this comma; the same is assumed for the others."""
    own = refresh.granted.scope.split(",")
    before = () if refresh.granted.snapshot else call.world.oauth.scopes_granted(refresh.appid, refresh.user)
    return "".join(f"{scope}," for scope in dict.fromkeys(("snsapi_base", *before, *own)))
