"""Passive replies: what a backend answers to a follower's message, and what the follower reads then."""

from __future__ import annotations

import json

from msgspec import Struct

from mockwx.core.people.callback import Callback
from mockwx.core.pushes.requests import opened_reply

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"
"""What a follower reads where the backend gives no answer, or one that WeChat does not understand (documented; a newer
wording was seen too)."""
_WITHOUT_WORDS = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "music": "[音乐]", "news": "[图文]"}
_SILENT = ("transfer_customer_service",)


class Conversation(Struct, frozen=True):
    """Between whom a message goes to and fro: a reply has the two swapped."""

    openid: str
    account: str
    """The account's original id, ``gh_…``."""
    may_answer: bool = True
    """False: WeChat lets nobody answer this event, as unsubscribe."""


class PassiveReply(Struct, frozen=True):
    text: str
    """The reply itself, opened where it was sealed."""
    shows: str | None
    """What the follower reads; None: nothing."""


def read_reply(callback: Callback, body: str, appid: str, conversation: Conversation) -> PassiveReply:
    """``ValueError`` tells why WeChat does not understand it."""
    is_sealed = callback.mode == "safe" or (callback.mode == "compatible" and "Encrypt" in body)
    text = opened_reply(callback, body, appid) if is_sealed else body
    fields = _fields(text)
    for name, wanted in (("ToUserName", conversation.openid), ("FromUserName", conversation.account)):
        if fields.get(name) != wanted:
            raise ValueError(f"its {name} is {fields.get(name, '')!r}, not {wanted!r}: a reply swaps the two")
    kind = fields.get("MsgType", "")
    if kind == "text":
        if not fields.get("Content"):
            raise ValueError("its Content is missing or empty")
        return PassiveReply(text, fields["Content"])
    if kind in _SILENT:
        return PassiveReply(text, None)
    if kind not in _WITHOUT_WORDS:
        raise ValueError(f"its MsgType is {kind!r}, not text or {', '.join((*_WITHOUT_WORDS, *_SILENT))}")
    return PassiveReply(text, _WITHOUT_WORDS[kind])


def _fields(text: str) -> dict[str, str]:
    """The texts of a reply, XML or JSON, by name."""
    if text.lstrip().startswith("{"):
        try:
            reply = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"it is no JSON: {error}") from None
        return {name: str(value) for name, value in reply.items()}
    # Loaded on first use: a server that pushes nothing starts without it.
    from xml.etree.ElementTree import ParseError, fromstring

    if "<!" in text.replace("<![CDATA[", ""):
        raise ValueError("it is no plain XML: it declares or comments something")
    try:
        root = fromstring(text)  # noqa: S314  it declares no entities
    except ParseError as error:
        raise ValueError(f"it is no XML: {error}") from None
    if root.tag != "xml":
        raise ValueError(f"it is <{root.tag}>, not <xml>")
    return {element.tag: (element.text or "").strip() for element in root}
