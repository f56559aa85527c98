"""What a person does with an official account: follows it, leaves it, writes to it, scans its QR codes."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from mockwx.core.people.accounts import App, Kind
from mockwx.core.people.followers import BY_QR_CODE, BY_SEARCH, Following
from mockwx.core.pushes.events import follower_event, text_message
from mockwx.core.pushes.replies import Conversation
from mockwx.core.pushes.requests import Message
from mockwx.core.text.bilingual import both
from mockwx.core.web.scene_qrcodes import SceneQrCode
from mockwx.verbs.push import SEND, TIMEOUT, TRIES, addressee, reach, send
from mockwx.verbs.verb import USER, Arg, Verb, VerbContext, VerbError

ACCOUNT = Arg("app", "text", "the official account, by name or appid; the first one that has a callback by default")


def _follow(context: VerbContext) -> dict[str, Any]:
    app = account(context)
    if context.world.followers.follows(app, context.args["user"]):
        raise _conflict(
            context,
            f"follows {app.name} already; followers: [] in the scenario lets nobody follow it from the beginning",
            f"已经关注了 {app.name}；在场景文件中写 followers: []，则一开始没有人关注",
        )
    return _answer(context, app, subscribe(context, app, None))


def _unfollow(context: VerbContext) -> dict[str, Any]:
    app = account(context)
    require_follower(context, app)
    return _answer(context, app, unsubscribe(context, app))


def _send(context: VerbContext) -> dict[str, Any]:
    app = account(context)
    require_follower(context, app)
    nth = context.world.counts.next("message", app.appid)
    # 63 bits of a number, as long as WeChat's.
    number = int(context.world.ids.hexadecimal(15, "message", app.appid, nth), 16) + 10**18
    message = text_message(
        account=_original_id(context, app),
        openid=context.world.accounts.openid(app, context.user),
        second=context.now // 1000,
        content=context.args["text"],
        number=number,
    )
    return _answer(context, app, _tell(context, app, "text", message))


def scan_scene(context: VerbContext, qrcode: SceneQrCode) -> dict[str, Any]:
    """A phone scans the QR code of an account: a follower is in the conversation at once, anybody else may follow."""
    app = context.world.accounts.app(qrcode.appid)
    if app is None:
        raise VerbError(
            both("the account of that QR code is gone", "该二维码所属的公众号已不存在"),
            "url",
            404,
        )
    if qrcode.is_expired(context.now):
        return _scanned(app, "expired", None, "the QR code has expired")
    if context.world.followers.follows(app, context.args["user"]):
        return _scanned(app, "scanned", scan(context, app, qrcode))
    if not context.get("follow", True):
        return _scanned(app, "left", None, "the account's page was left without following it: nobody is told")
    return _scanned(app, "followed", subscribe(context, app, qrcode))


def _scanned(app: App, status: str, pushed: dict[str, Any] | None, reason: str | None = None) -> dict[str, Any]:
    return {"uuid": None, "status": status, "errcode": 0, "reason": reason, "app": app.name, "pushed": pushed}


def subscribe(context: VerbContext, app: App, qrcode: SceneQrCode | None) -> dict[str, Any]:
    """The user follows the account: by a QR code, or by search."""
    _reach(context, app)
    following = Following(app.appid, context.user.name, context.now, BY_SEARCH)
    if qrcode is not None:
        following = replace(following, by=BY_QR_CODE, scene_id=qrcode.scene_id, scene_str=qrcode.scene_str)
    if "forge" not in context.args:
        context.world.followers.add(following)
    key, ticket = (f"qrscene_{qrcode.scene}", qrcode.ticket) if qrcode is not None else ("", "")
    return _event(context, app, "subscribe", key, ticket)


def scan(context: VerbContext, app: App, qrcode: SceneQrCode) -> dict[str, Any]:
    """A follower scans the account's QR code."""
    return _event(context, app, "SCAN", qrcode.scene, qrcode.ticket)


def unsubscribe(context: VerbContext, app: App) -> dict[str, Any]:
    _reach(context, app)
    if "forge" not in context.args:
        context.world.followers.end(app, context.user.name)
    return _event(context, app, "unsubscribe")


def require_follower(context: VerbContext, app: App) -> None:
    if not context.world.followers.follows(app, context.args["user"]):
        raise _conflict(
            context,
            f"does not follow {app.name}; let phone.follow, or phone.scan of its QR code, come first",
            f"没有关注 {app.name}；请先执行 phone.follow，或 phone.scan 它的二维码",
        )


def account(context: VerbContext) -> App:
    app = addressee(context, Kind.OFFICIAL)
    if app.kind is not Kind.OFFICIAL:
        raise VerbError(
            both(
                f"{app.name} is of kind {app.kind}; only an official account (official) has followers",
                f"{app.name} 的类型是 {app.kind}；只有公众号（official）才有关注者",
            ),
            "app",
        )
    return app


def _event(context: VerbContext, app: App, event: str, key: str = "", ticket: str = "") -> dict[str, Any]:
    message = follower_event(
        event,
        account=_original_id(context, app),
        openid=context.world.accounts.openid(app, context.user),
        second=context.now // 1000,
        event_key=key,
        ticket=ticket,
    )
    return _tell(context, app, event, message)


def _tell(context: VerbContext, app: App, event: str, message: Message) -> dict[str, Any]:
    conversation = Conversation(
        str(message["FromUserName"]), str(message["ToUserName"]), may_answer=event != "unsubscribe"
    )
    wants = ("success", "")
    listens = app.callback is not None or "forge" in context.args
    where = context if listens else replace(context, args={**context.args, "send": False})
    pushed = send(where, app, event, message, wants, user=context.user.name, conversation=conversation)
    return pushed if listens else pushed | {"reason": f"{app.name} has no callback: nobody is told"}


def _reach(context: VerbContext, app: App) -> None:
    """Nothing may be half done: the callback is looked at before anything happens."""
    if app.callback is not None or "forge" in context.args:
        reach(context, app)


def _original_id(context: VerbContext, app: App) -> str:
    return context.world.ids.original_id(app.appid, "gh_")


def _answer(context: VerbContext, app: App, pushed: dict[str, Any]) -> dict[str, Any]:
    return {"user": context.args["user"], "app": app.name, "pushed": pushed}


def _conflict(context: VerbContext, en: str, zh: str) -> VerbError:
    user = context.args["user"]
    return VerbError(both(f"{user} {en}", f"{user} {zh}"), "user", 409)


FOLLOWERS = (
    Verb(
        "phone.follow",
        "follows an official account, found by search: subscribe is pushed, without a scene",
        (USER, ACCOUNT, SEND, TRIES, TIMEOUT),
        _follow,
        short="user",
        outward=True,
    ),
    Verb(
        "phone.unfollow",
        "no longer follows an official account: unsubscribe is pushed, and the account must forget the user",
        (USER, ACCOUNT, SEND, TRIES, TIMEOUT),
        _unfollow,
        short="user",
        outward=True,
    ),
    Verb(
        "phone.send",
        "writes to an official account that the user follows, and reads what it answers",
        (USER, Arg("text", "text", "what is written", required=True), ACCOUNT, SEND, TRIES, TIMEOUT),
        _send,
        short="text",
        outward=True,
    ),
)
