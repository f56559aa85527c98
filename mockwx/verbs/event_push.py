"""wechat.push: something happens that WeChat tells the backend about, with what it means in the world."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from mockwx.core.people.accounts import App, Kind
from mockwx.core.pushes.events import (
    FOLLOWER_EVENTS,
    MEDIA_CHECK,
    REVOKE_INFO,
    USER_EVENTS,
    media_check_event,
    user_event,
)
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.web.scene_qrcodes import SceneQrCode
from mockwx.verbs import followers
from mockwx.verbs.push import (
    FORGE,
    SEND,
    SUITE_TICKET,
    TICKET,
    TIMEOUT,
    TRIES,
    addressee,
    earlier,
    push_suite_ticket,
    push_ticket,
    reach,
    send,
)
from mockwx.verbs.verb import MINI, Arg, Verb, VerbContext, VerbError

CLEANED_NICKNAME = "微信用户"
"""What a profile shows that WeChat has cleaned (assumed)."""


def _push(context: VerbContext) -> dict[str, Any]:
    event = context.args["event"]
    if event == TICKET:
        return push_ticket(context)
    if event == SUITE_TICKET:
        return push_suite_ticket(context)
    if event in FOLLOWER_EVENTS:
        return _push_of_follower(context, event)
    _only_for(context, event, "ticket", ("subscribe", "SCAN"))
    if event == MEDIA_CHECK:
        return _push_media_check(context)
    app = addressee(context, *REVOKE_INFO)
    if app.kind not in REVOKE_INFO:
        raise VerbError(
            both(
                f"{app.name} is of kind {app.kind}, and {event} is for {', '.join(REVOKE_INFO)}",
                f"{app.name} 的类型是 {app.kind}；{event} 只发给 {'、'.join(REVOKE_INFO)}",
            ),
            "app",
        )
    if "user" not in context.args:
        raise VerbError(both(f"{event} is about a user: give 'user'", f"{event} 需要 'user'"), "user")
    revoke_info = _revoke_info(context, event, app)
    reach(context, app)
    if context.get("forge") == "replay":
        earlier(context, app, event, context.args["user"])
    user, world = context.user, context.world
    plugin = context.get("plugin")
    message = user_event(
        event,
        account=world.ids.original_id(app.appid, "gh_SDK_" if app.kind in (Kind.WEBSITE, Kind.MOBILE) else "gh_"),
        platform=world.ids.openid("wechat", app.appid),
        second=context.now // 1000,
        openid=world.accounts.openid(app, user),
        appid=app.appid,
        unionid=world.accounts.unionid(app, user),
        revoke_info=revoke_info,
        plugin=(plugin, world.ids.openpid(app.appid, user.name)) if plugin is not None else None,
        keys=world.settings.wechat.push_keys,
    )
    pushed = send(context, app, event, message, ("success", ""), user=user.name)
    if "forge" not in context.args:
        _happen(context, app, event)
    return pushed


def _push_media_check(context: VerbContext) -> dict[str, Any]:
    """The result of the app's oldest check that was not told."""
    app, world = addressee(context, *MINI), context.world
    reach(context, app)
    check = world.reviews.next(app.appid)
    if check is None:
        raise VerbError(
            both(
                f"no picture of {app.name} is being checked; the backend asks for it with media_check_async",
                f"{app.name} 没有正在检测的图片；请由后端先调用 media_check_async",
            ),
            "event",
            409,
        )
    message = media_check_event(
        account=world.ids.original_id(app.appid, "gh_"),
        platform=world.ids.openid("wechat", app.appid),
        second=context.now // 1000,
        appid=app.appid,
        trace_id=check.trace_id,
        suggest=check.finding.suggest,
        label=check.finding.label,
    )
    pushed = send(context, app, MEDIA_CHECK, message, ("success", ""))
    if "forge" not in context.args:
        world.reviews.tell(app.appid)
    return pushed


def _push_of_follower(context: VerbContext, event: str) -> dict[str, Any]:
    app = followers.account(context)
    if "user" not in context.args:
        raise VerbError(both(f"{event} is about a user: give 'user'", f"{event} 需要 'user'"), "user")
    _only_for(context, event, "revoke_info", ("user_authorization_revoke",))
    _only_for(context, event, "plugin", USER_EVENTS)
    reach(context, app)
    forge = context.get("forge")
    if forge == "replay":
        earlier(context, app, event, context.args["user"])
    qrcode = _qrcode(context, event, app)
    if event == "subscribe":
        return followers.subscribe(context, app, qrcode)
    if forge is None:
        followers.require_follower(context, app)
    return followers.unsubscribe(context, app) if qrcode is None else followers.scan(context, app, qrcode)


def _qrcode(context: VerbContext, event: str, app: App) -> SceneQrCode | None:
    """The QR code that is scanned: as named, for SCAN else the account's youngest."""
    _only_for(context, event, "ticket", ("subscribe", "SCAN"))
    qrcodes, ticket = context.world.scene_qrcodes, context.get("ticket")
    if ticket is None and event != "SCAN":
        return None
    qrcode = qrcodes.latest(app.appid) if ticket is None else qrcodes.scanned(ticket)
    if qrcode is None or qrcode.appid != app.appid:
        raise VerbError(
            both(
                f"{app.name} has no such QR code with a scene; the backend makes one with /cgi-bin/qrcode/create",
                f"{app.name} 没有这个带参数的二维码；请由后端调用 /cgi-bin/qrcode/create 生成",
            ),
            "ticket",
            409,
        )
    return qrcode


def _only_for(context: VerbContext, event: str, name: str, events: tuple[str, ...]) -> None:
    if name in context.args and event not in events:
        some = ", ".join(events)
        raise VerbError(both(f"{event} has no {name}; it is for {some}", f"{event} 没有 {name}；只用于 {some}"), name)


def _happen(context: VerbContext, app: App, event: str) -> None:
    """What the event tells about has happened, whether or not the push arrives."""
    accounts, oauth, user = context.world.accounts, context.world.oauth, context.user
    match event:
        case "user_info_modified":
            accounts.add_user(replace(user, nickname=CLEANED_NICKNAME, avatar=""))
        case "user_authorization_revoke":
            oauth.withdraw(app.appid, user.name, context.now)
        case "user_authorization_cancellation":
            for other in accounts.apps():
                oauth.withdraw(other.appid, user.name, context.now)


def _revoke_info(context: VerbContext, event: str, app: App) -> str | None:
    """What the user withdraws; the first of what an app of this kind can have by default."""
    revoke_info = context.get("revoke_info")
    if event != "user_authorization_revoke":
        if revoke_info is not None:
            raise VerbError(
                both(f"{event} has no RevokeInfo", f"{event} 没有 RevokeInfo"),
                "revoke_info",
            )
        return None
    infos = REVOKE_INFO[app.kind]
    if revoke_info is not None and revoke_info not in infos:
        raise VerbError(
            unknown(f"RevokeInfo of {app.kind}", f" {app.kind} 的 RevokeInfo", revoke_info, infos), "revoke_info"
        )
    return str(revoke_info or infos[0])


EVENT_PUSH = Verb(
    "wechat.push",
    "something happens that WeChat tells the backend about, at the app's callback",
    (
        Arg(
            "event",
            "text",
            "which event",
            required=True,
            choices=(*USER_EVENTS, *FOLLOWER_EVENTS, MEDIA_CHECK, TICKET, SUITE_TICKET),
        ),
        Arg("user", "text", "whom it is about; a user that nobody declared is made"),
        Arg("app", "text", "the app, by name or appid; the first one that has a callback by default"),
        Arg("revoke_info", "text", "what the user withdraws, RevokeInfo; nickname and avatar by default"),
        Arg("plugin", "text", "the appid of the mini program's plugin that it is about"),
        Arg(
            "ticket",
            "url",
            "for subscribe and SCAN: of the QR code that was scanned; SCAN: the account's youngest by default",
        ),
        SEND,
        TRIES,
        TIMEOUT,
        FORGE,
    ),
    _push,
    short="event",
    outward=True,
)
