"""How a push goes over the wire: signatures in the query, the message plain or sealed, as XML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from mockwx.core.people.callback import Callback
from mockwx.core.people.signatures import push_signature
from mockwx.core.pushes.envelopes import seal, unseal
from mockwx.core.web.redirects import with_params

Fields = Mapping[str, str | int]
Message = Mapping[str, str | int | Fields | Sequence[Fields]]
"""Keys in the order in which they are spelt. In XML each entry of a list is an element of the same name."""

_REPLY = re.compile(r"<(Encrypt|MsgSignature|TimeStamp|Nonce)>\s*(?:<!\[CDATA\[)?\s*([^<\]]*?)\s*(?:\]\]>)?\s*</\1>")


class PushStamps(Struct, frozen=True):
    """What makes one push unlike any other."""

    timestamp: int
    """Unix seconds."""
    nonce: str
    """Digits."""
    salt: str
    """16 characters, the first in the envelope."""


class PushRequest(Struct, frozen=True):
    method: str
    url: str
    body: str = ""
    content_type: str = ""


Posting = Callable[[Callback, PushStamps, Message, str], PushRequest]
"""A message for a receiver, as it goes over the wire."""


def verification(callback: Callback, signs: PushStamps, echostr: str) -> PushRequest:
    """The GET that asks a backend whether the URL is its own: it must answer ``echostr``, byte for byte."""
    query = _signed(callback, signs) | {"echostr": echostr}
    return PushRequest("GET", with_params(callback.url, query))


def sealed_verification(callback: Callback, signs: PushStamps, echostr: str, receiver: str) -> PushRequest:
    """As WeCom asks: ``echostr`` is sealed, the backend must answer it opened, and msg_signature is the only one."""
    sealed = seal(echostr, callback.aes_key or "", receiver, signs.salt)
    stamps = {"timestamp": str(signs.timestamp), "nonce": signs.nonce}
    signature = push_signature(callback.token, *stamps.values(), sealed)
    return PushRequest("GET", with_params(callback.url, {"msg_signature": signature, **stamps, "echostr": sealed}))


def posting(callback: Callback, signs: PushStamps, message: Message, receiver: str) -> PushRequest:
    """``receiver``: the appid that ends the sealed message. Beside Encrypt stands the message's first key."""
    query = _signed(callback, signs)
    body: Message = message
    if "FromUserName" in message and (callback.mode != "plain" or is_of_follower(message)):
        query["openid"] = str(message["FromUserName"])
    if callback.mode != "plain":
        sealed = seal(spelt(message, callback.format), callback.aes_key or "", receiver, signs.salt)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = push_signature(callback.token, query["timestamp"], query["nonce"], sealed)
        first = next(iter(message))
        body = {**({first: message[first]} if callback.mode == "safe" else message), "Encrypt": sealed}
    label = "text/xml" if callback.format == "xml" else "application/json"
    return PushRequest("POST", with_params(callback.url, query), spelt(body, callback.format), label)


def corp_posting(callback: Callback, stamps: PushStamps, message: Message, receiver: str) -> PushRequest:
    """As WeCom pushes: always sealed, msg_signature is the only one, and AgentID stands empty beside Encrypt."""
    sealed = seal(spelt(message, "xml"), callback.aes_key or "", receiver, stamps.salt)
    timestamp = str(stamps.timestamp)
    signature = push_signature(callback.token, timestamp, stamps.nonce, sealed)
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": stamps.nonce}
    body = spelt({"ToUserName": receiver, "AgentID": "", "Encrypt": sealed}, "xml")
    return PushRequest("POST", with_params(callback.url, query), body, "text/xml")


def spelt(message: Message, form: str) -> str:
    if form == "json":
        return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    elements = [_element(name, value) for name, value in message.items()]
    # One tag a line, as a log of 2019 shows what followers do; authorisation events were published on one line.
    return "\n".join(["<xml>", *elements, "</xml>"]) if is_of_follower(message) else f"<xml>{''.join(elements)}</xml>"


def is_of_follower(message: Message) -> bool:
    """Whether a follower is talking to an account, who may read the answer."""
    return "EventKey" in message or "MsgId" in message


def opened_reply(callback: Callback, body: str, receiver: str) -> str:
    """What a sealed reply says; ``ValueError`` tells why it says nothing to WeChat."""
    fields = _reply_fields(body)
    missing = [name for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce") if not fields.get(name)]
    if missing:
        raise ValueError(f"it is no sealed reply: {', '.join(missing)} missing")
    signature = push_signature(callback.token, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
    if signature != fields["MsgSignature"]:
        raise ValueError("its MsgSignature is wrong")
    return unseal(fields["Encrypt"], callback.aes_key or "", receiver)


def _reply_fields(body: str) -> dict[str, str]:
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return dict(_REPLY.findall(body))
    return {name: str(value) for name, value in reply.items()} if isinstance(reply, dict) else {}


def _signed(callback: Callback, signs: PushStamps) -> dict[str, str]:
    timestamp = str(signs.timestamp)
    signature = push_signature(callback.token, timestamp, signs.nonce)
    return {"signature": signature, "timestamp": timestamp, "nonce": signs.nonce}


def _element(name: str, value: str | int | Fields | Sequence[Fields]) -> str:
    match value:
        case int():
            return f"<{name}>{value}</{name}>"
        case str():
            return f"<{name}><![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"
        case Mapping():
            return f"<{name}>{''.join(_element(inner, field) for inner, field in value.items())}</{name}>"
    return "".join(_element(name, entry) for entry in value)
