"""Forgeries: pushes that WeChat would never send, of which a backend must believe nothing.

Each is wrong in one way and right in all others, so that what a backend accepts tells which question it forgot. The
``signature`` of a push does not cover its body: whoever has read one URL in a log can send another body with it.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec.structs import replace

from mockwx.core.ids import appid_for
from mockwx.core.people.callback import Callback
from mockwx.core.pushes.requests import Message, Posting, PushRequest, PushStamps, posting
from mockwx.core.text.bilingual import both

Forgery = Literal[
    "no_signature",
    "no_msg_signature",
    "wrong_signature",
    "empty_token",
    "plain",
    "other_receiver",
    "replay",
    "external_entity",
]
FORGERIES: tuple[Forgery, ...] = get_args(Forgery)
_SIGNATURES = re.compile(r"(?<=[?&])(?:msg_)?signature=[0-9a-f]{40}&?")
_OF_THE_BODY = re.compile(r"(?<=[?&])msg_signature=[0-9a-f]{40}&?")
_FIRST = re.compile(r"<xml><([\w ]+)>")
OTHER_RECEIVER = appid_for("other")


def why_not(forge: Forgery, callback: Callback) -> str | None:
    """Why the callback is none for such a forgery."""
    if forge in ("no_msg_signature", "plain", "other_receiver") and callback.mode != "safe":
        return both(
            f"{forge} is for callbacks in mode: safe; this one's is {callback.mode}",
            f"{forge} 只适用于 mode: safe 的 callback；当前为 {callback.mode}",
        )
    if forge == "external_entity" and callback.format != "xml":
        return both("an external entity needs format: xml", "外部实体需要 format: xml")
    return None


def forged(
    forge: Forgery,
    callback: Callback,
    stamps: PushStamps,
    message: Message,
    receiver: str,
    canary: str,
    post: Posting = posting,
) -> PushRequest:
    """``canary``: a URL that a parser asks for which follows external entities. A replay is not made but sent again.

    ``post``: how the right one goes over the wire.
    """
    if forge == "plain":
        return posting(replace(callback, mode="plain"), stamps, message, receiver)
    if forge == "other_receiver":
        return post(callback, stamps, message, OTHER_RECEIVER)
    if forge in ("wrong_signature", "empty_token"):
        token = "" if forge == "empty_token" else f"not {callback.token}"
        return post(replace(callback, token=token), stamps, message, receiver)
    request = post(callback, stamps, message, receiver)
    if forge == "external_entity":
        return replace(request, body=_with_entity(request.body, _FIRST.findall(request.body)[0], canary))
    signatures = _OF_THE_BODY if forge == "no_msg_signature" else _SIGNATURES
    return replace(request, url=signatures.sub("", request.url).rstrip("?&"))


def _with_entity(body: str, name: str, canary: str) -> str:
    """``name``: the element that holds the entity. Both kinds of it, since some parsers follow only one."""
    doctype = f'<!DOCTYPE xml [<!ENTITY % more SYSTEM "{canary}"> %more; <!ENTITY canary SYSTEM "{canary}">]>'
    head, opening, rest = body.partition(f"<{name}>")
    _, closing, tail = rest.partition(f"</{name}>")
    return f"{doctype}{head}{opening}&canary;{closing}{tail}"
