"""What WeChat pushes: events of a user's authorisation, of followers and of a platform's apps, and followers' words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from mockwx.core.people.accounts import Kind

USER_EVENTS = ("user_info_modified", "user_authorization_revoke", "user_authorization_cancellation")
MEDIA_CHECK = "wxa_media_check"
FOLLOWER_EVENTS = ("subscribe", "SCAN", "unsubscribe")
PLATFORM_EVENTS = ("component_verify_ticket", "authorized", "updateauthorized", "unauthorized")
ALL_EVENTS = (*USER_EVENTS, *FOLLOWER_EVENTS, *PLATFORM_EVENTS, "verify_url")
"""What a push in the list of pushes may be called."""
"""Spelt as WeChat does."""
KeyCase = Literal["capital", "lower", "spaced"]

_MINI = tuple(str(number) for number in (1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 18, 19, 20))
REVOKE_INFO: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        # 1 is no documented value for official accounts, and stands in their own sample.
        Kind.OFFICIAL: ("205", "201", "202", "203", "204", "206", "207", "1"),
        Kind.WEBSITE: ("301",),
        Kind.MOBILE: ("301",),
        Kind.MINIPROGRAM: ("6", *(number for number in _MINI if number != "6")),
        Kind.MINIGAME: ("6", *(number for number in _MINI if number != "6")),
    }
)
"""What a user can withdraw, by kind of app; the first is nickname and avatar, or all there is."""


def user_event(
    event: str,
    *,
    account: str,
    platform: str,
    second: int,
    openid: str,
    appid: str,
    unionid: str | None = None,
    revoke_info: str | None = None,
    plugin: tuple[str, str] | None = None,
    keys: KeyCase = "capital",
) -> dict[str, str | int]:
    """The user is OpenID: FromUserName is ``platform``, WeChat's own. ``plugin``: its appid and the user's openpid.

    ``keys``: of website and mobile apps a sample of 2021 has openid and appid in lower case, and today's pages print
    " OpenID" with a space in front.
    """
    message: dict[str, str | int] = {
        "ToUserName": account,
        "FromUserName": platform,
        "CreateTime": second,
        "MsgType": "event",
        "Event": event,
        {"capital": "OpenID", "lower": "openid", "spaced": " OpenID"}[keys]: openid,
    }
    if unionid is not None:
        message["unionid" if keys == "lower" else "UnionID"] = unionid
    message["appid" if keys == "lower" else "AppID"] = appid
    if plugin is not None:
        message["PluginID"], message["OpenPID"] = plugin
    if revoke_info is not None:
        message["RevokeInfo"] = revoke_info
    return message


def follower_event(
    event: str, *, account: str, openid: str, second: int, event_key: str = "", ticket: str = ""
) -> dict[str, str | int]:
    """Of an account's follower, who is FromUserName. An empty EventKey is there too, unlike in the documented samples
    (seen in 2013, 2014 and 2019); ``ticket`` only where a QR code was scanned."""
    message: dict[str, str | int] = {
        "ToUserName": account,
        "FromUserName": openid,
        "CreateTime": second,
        "MsgType": "event",
        "Event": event,
        "EventKey": event_key,
    }
    return message | ({"Ticket": ticket} if ticket else {})


def text_message(*, account: str, openid: str, second: int, content: str, number: int) -> dict[str, str | int]:
    """``number``: MsgId, 64 bits, by which a backend knows a message that comes again."""
    return {
        "ToUserName": account,
        "FromUserName": openid,
        "CreateTime": second,
        "MsgType": "text",
        "Content": content,
        "MsgId": number,
    }


SuiteEvent = Literal["suite_ticket", "create_auth", "change_auth", "cancel_auth", "reset_permanent_code"]


def suite_event(info_type: SuiteEvent, *, suite: str, second: int, **more: str) -> dict[str, str | int]:
    """What a WeCom suite is told: in its pages' order, where AuthCode stands in front of InfoType."""
    ahead = {name: more.pop(name) for name in ("AuthCode",) if name in more}
    return {"SuiteId": suite, **ahead, "InfoType": info_type, "TimeStamp": second, **more}


def media_check_event(
    *, account: str, platform: str, second: int, appid: str, trace_id: str, suggest: str, label: int
) -> dict[str, Any]:
    """What WeChat found in a picture; ``platform``: WeChat's own account."""
    result = {"suggest": suggest, "label": label}
    return {
        "ToUserName": account,
        "FromUserName": platform,
        "CreateTime": second,
        "MsgType": "event",
        "Event": MEDIA_CHECK,
        "appid": appid,
        "trace_id": trace_id,
        "version": 2,
        "detail": [{"strategy": "content_model", "errcode": 0, **result, "prob": 90}],
        "errcode": 0,
        "errmsg": "ok",
        "result": result,
    }


def platform_event(info_type: str, *, component: str, second: int, **more: str) -> dict[str, str | int]:
    """What a third-party platform is told about itself: AppId and InfoType in place of ToUserName and MsgType."""
    return {"AppId": component, "CreateTime": second, "InfoType": info_type, **more}
