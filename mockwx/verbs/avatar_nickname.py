"""The fill-in form for avatar and nickname: the chooseAvatar button, and the input of type nickname."""

from __future__ import annotations

from typing import Any

from mockwx.made_up_people import AVATARS, person
from mockwx.verbs import base_library
from mockwx.verbs.failure import PRIVACY_FAILURES, Failure, failed
from mockwx.verbs.privacy import why_private
from mockwx.verbs.verb import APP, MINI, USER, Arg, Verb, VerbContext

_AVATAR_FAILURES = {
    "deny": Failure("cancel"),
    "in_progress": Failure("another chooseAvatar is in progress"),
    "timeout": Failure("timeout"),
    **PRIVACY_FAILURES,
}


def picture_number(name: str) -> int | None:
    """Which of the pictures lies behind the temporary path ``tmp_<hex>.jpg``; None if it is none."""
    digits = name.removeprefix("tmp_").removesuffix(".jpg")
    if name != f"tmp_{digits}.jpg" or len(digits) != 32 or any(letter not in "0123456789abcdef" for letter in digits):
        return None
    return int(digits[:4], 16) % AVATARS


def _choose_avatar(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    base_library.require(user, "chooseAvatar", "2.21.2")
    denial = context.get("deny")
    why = _AVATAR_FAILURES[denial] if denial is not None else why_private(context, app, user, "avatar")
    if why is not None:
        return failed(context, user, "chooseAvatar", why)
    nth = context.world.counts.next("avatar", app.appid, user.name)
    name = f"tmp_{context.world.ids.hexadecimal(32, 'avatar', app.appid, user.name, nth)}.jpg"
    return {
        # A path on the phone, which is worth nothing elsewhere: the mini program must upload the picture.
        "avatarUrl": f"wxfile://{name}",
        "errMsg": "chooseAvatar:ok",
        "picture": f"/_mockwx/phone/pictures/{name}",
    }


def _nickname(context: VerbContext) -> dict[str, Any]:
    app, user = context.app(*MINI), context.user
    value = context.get("value", "") or person(context.world.settings.seed, user).nickname
    # Without agreement to the privacy guide it is a plain input (observed): nothing is offered, nothing reviewed.
    if not base_library.has(user, "2.24.4") or why_private(context, app, user, "nickname") is not None:
        return {"value": value}
    # The review comes after the blur; a text that is refused is cleared, so the form's submit has none.
    passes, late = context.get("pass", True), context.get("timeout", False)
    return {
        "value": value if passes or late else "",
        "detail": {"pass": passes and not late, "timeout": late},
    }


CHOOSE_AVATAR = Verb(
    "phone.chooseAvatar",
    "the chooseAvatar button: a temporary path on the phone; mockwx serves its picture under 'picture'",
    (
        USER,
        APP,
        Arg("deny", "denial", "the user cancels, or why else it fails", choices=tuple(_AVATAR_FAILURES)),
    ),
    _choose_avatar,
    short="user",
)
NICKNAME = Verb(
    "phone.nickname",
    '<input type="nickname">: what the form\'s submit holds, and what bind:nicknamereview tells',
    (
        USER,
        APP,
        Arg("value", "text", "what the user types; their WeChat nickname by default"),
        Arg("pass", "flag", "whether the review lets it pass; true by default"),
        Arg("timeout", "flag", "whether the review is too late; false by default"),
    ),
    _nickname,
    short="user",
)
