"""wx.getUserInfo and wx.getUserProfile: who the user says to be, and since when they do not say it any more.

    2021-04-28 24:00  getUserInfo gives an anonymous user and asks nobody; what is sealed still has openId, unionId
    2021-10-20        gender and place are empty, the language is always zh_CN
    2022-11-08 24:00  getUserProfile too is anonymous, from base library 2.27.1 on

The dates are Tencent's announcements; all times are Beijing's. Apps count as newly published.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from msgspec.structs import replace

from mockwx.core.clock import parse_instant
from mockwx.core.people.accounts import App, User
from mockwx.core.people.sealing import compact, seal
from mockwx.core.people.signatures import raw_data_signature
from mockwx.core.people.wrong_seals import WrongSeal, flipped
from mockwx.made_up_people import PLACE_RECALLED, person
from mockwx.verbs import base_library
from mockwx.verbs.failure import NOT_AUTHORIZED, PRIVACY_FAILURES, Failure, failed
from mockwx.verbs.privacy import why_private
from mockwx.verbs.verb import APP, MINI, SEAL, USER, Arg, Verb, VerbContext

INFO_RECALLED = parse_instant("2021-04-29T00:00:00+08:00")
PROFILE_RECALLED = parse_instant("2022-11-09T00:00:00+08:00")

GREY_AVATAR = (
    "https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1"
    "icwxaQX6grC9VemZoJ8rg/132"
)
ANONYMOUS = {
    "nickName": "微信用户",
    "gender": 0,
    "language": "",
    "city": "",
    "province": "",
    "country": "",
    "avatarUrl": GREY_AVATAR,
}
"""As published on 2021-06-02, byte for byte."""

_FAILURES = {
    "deny": Failure("auth deny"),
    "invalid_scope": Failure("系统错误，错误码：-12001,invalid scope"),
    "scope": Failure("scope unauthorized"),
    **PRIVACY_FAILURES,
}
_PROFILE_FAILURES = {
    "deny": Failure("auth deny"),
    "no_tap": Failure("can only be invoked by user TAP gesture."),
    **PRIVACY_FAILURES,
}


def _real(context: VerbContext, user: User) -> dict[str, Any]:
    who = person(context.world.settings.seed, user)
    language = context.get("lang", user.language)
    tells_place = context.now < PLACE_RECALLED
    return {
        "nickName": who.nickname,
        "gender": who.gender if tells_place else 0,
        "language": language if tells_place else "zh_CN",
        "city": who.city if tells_place else "",
        "province": who.province if tells_place else "",
        "country": who.country if tells_place else "",
        "avatarUrl": who.avatar,
    }


def _answer(
    context: VerbContext, app: App, user: User, info: dict[str, Any], api: str, *, named: bool
) -> dict[str, Any]:
    """The answer; what needs a login state is there only with one. ``named``: openId and unionId are sealed in."""
    raw = compact(info)
    answer: dict[str, Any] = {"userInfo": info, "rawData": raw}
    session = context.world.sessions.touch(app.appid, user.name, context.now)
    if session is not None:
        plain: dict[str, Any] = {"openId": session.openid} if named else {}
        plain |= info
        unionid = context.world.accounts.unionid(app, user)
        if named and unionid is not None:
            plain["unionId"] = unionid
        plain["watermark"] = {"timestamp": context.now // 1000, "appid": app.appid}
        key = sealing_key(context, app, user, session.session_key)
        answer["signature"] = raw_data_signature(raw, key)
        answer |= sealed(context, app, user, plain, key, api)
    answer["errMsg"] = f"{api}:ok"
    return answer


def sealing_key(context: VerbContext, app: App, user: User, session_key: str) -> str:
    """The session_key, or what it is to be sealed with instead; signatures are made with it too."""
    wrong: WrongSeal | None = context.get("seal")
    if wrong is None or wrong.key is None:
        return session_key
    # The first key of a session has the number 1.
    return context.world.ids.session_key(app.appid, user.name, 0) if wrong.key == "other" else wrong.key


def sealed(
    context: VerbContext, app: App, user: User, plain: dict[str, Any], session_key: str, api: str
) -> dict[str, Any]:
    """encryptedData, iv and cloudID; each sealing begins with another iv. Wrong in the ways that are asked for."""
    wrong: WrongSeal | None = context.get("seal")
    nth = context.world.counts.next("sealed", app.appid, user.name)
    iv = context.world.ids.iv(api, app.appid, user.name, nth)
    data = seal(compact(plain if wrong is None else wrong.bend(plain, context.now)), session_key, iv)
    spelt_iv = b64encode(iv).decode("ascii")
    flip = None if wrong is None else wrong.flip
    return {
        "encryptedData": flipped(data) if flip == "data" else data,
        "iv": flipped(spelt_iv) if flip == "iv" else spelt_iv,
        "cloudID": "99_MOCK" + context.world.ids.hexadecimal(40, "cloudID", api, app.appid, user.name, nth),
    }


def _get_user_info(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    denial = context.get("deny")
    if context.now >= INFO_RECALLED and denial not in PRIVACY_FAILURES:
        # Since the recall nobody is asked, so nobody can deny; privacy consent is newer and still can be missing.
        denial = None
    why = _FAILURES[denial] if denial is not None else why_private(context, app, user, "user_info")
    if context.now < INFO_RECALLED and denial in (None, "deny"):
        context.world.scopes.decide(app.appid, user.name, "scope.userInfo", allowed=denial is None)
    if why is not None:
        # With a blank before fail, as published.
        why = replace(why, glue=": fail ") if why is NOT_AUTHORIZED else why
        return failed(context, user, "getUserInfo", why)
    info = _real(context, user) if context.now < INFO_RECALLED else dict(ANONYMOUS)
    if not context.get("withCredentials", True):
        return {"userInfo": info, "rawData": compact(info), "errMsg": "getUserInfo:ok"}
    return _answer(context, app, user, info, "getUserInfo", named=True)


def _get_user_profile(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    base_library.require(user, "wx.getUserProfile", "2.10.4")
    if not 0 < len(context.get("desc", "")) <= 30:
        return {"errMsg": "getUserProfile:fail desc length does not meet the requirements"}
    denial = context.get("deny")
    why = _PROFILE_FAILURES[denial] if denial is not None else why_private(context, app, user, "user_info")
    if why is not None:
        return failed(context, user, "getUserProfile", why)
    recalled = context.now >= PROFILE_RECALLED and base_library.has(user, "2.27.1")
    info = dict(ANONYMOUS) if recalled else _real(context, user)
    return _answer(context, app, user, info, "getUserProfile", named=False)


LANG = Arg("lang", "text", "the language of places", choices=("en", "zh_CN", "zh_TW"))

GET_USER_INFO = Verb(
    "phone.getUserInfo",
    "wx.getUserInfo, by the rules of the world's date",
    (
        USER,
        APP,
        LANG,
        Arg(
            "withCredentials",
            "flag",
            "with signature and encryptedData, where there was a login; true by default",
        ),
        Arg("deny", "denial", "the user refuses, or why else it fails", choices=tuple(_FAILURES)),
        SEAL,
    ),
    _get_user_info,
    short="user",
)
GET_USER_PROFILE = Verb(
    "phone.getUserProfile",
    "wx.getUserProfile, by the rules of the world's date and the phone's base library",
    (
        USER,
        APP,
        LANG,
        Arg("desc", "text", "what for, 1 to 30 characters"),
        Arg("deny", "denial", "the user refuses, or why else it fails", choices=tuple(_PROFILE_FAILURES)),
        SEAL,
    ),
    _get_user_profile,
    short="user",
)
