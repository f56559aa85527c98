"""What arrives sealed or signed: encryptedData and rawData of the phone, and WeChat's pushes."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import b64decode
from typing import Any
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

FRESH = 24 * 3600
"""Seconds for which sealed data is taken."""


def opened(encrypted: str, iv: str, session_key: str, appid: str, openid: str) -> dict[str, Any]:
    """The data that this person's phone sealed for this app today.

    :raises ValueError: it is something else; what, nobody needs to know.
    """
    key, block = b64decode(session_key), b64decode(iv, validate=True)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(block)).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(b64decode(encrypted, validate=True)) + decryptor.finalize()
    found = json.loads(unpadder.update(padded) + unpadder.finalize())
    watermark = found.get("watermark") if isinstance(found, dict) else None
    if not isinstance(watermark, dict) or watermark.get("appid") != appid:
        raise ValueError("sealed for another app")
    if time.time() - int(watermark.get("timestamp", 0)) > FRESH:
        raise ValueError("sealed long ago")
    # There is no MAC: a changed iv changes the first 16 characters. Who it is says the session alone.
    if found.get("openId", openid) != openid:
        raise ValueError("another person's")
    return dict(found)


def signed_profile(raw: str, signature: str, session_key: str) -> dict[str, Any]:
    """:raises ValueError: the phone did not sign it with this key."""
    made = hashlib.sha1((raw + session_key).encode("utf-8", "replace")).hexdigest()  # noqa: S324  WeChat's choice
    if not hmac.compare_digest(made.encode(), signature.encode("utf-8", "replace")):
        raise ValueError("rawData")
    found = json.loads(raw)
    return found if isinstance(found, dict) else {}


def is_signed(signature: str, token: str, *parts: str) -> bool:
    made = hashlib.sha1("".join(sorted((token, *parts))).encode()).hexdigest()  # noqa: S324  WeChat's choice
    return hmac.compare_digest(made.encode(), signature.encode("utf-8", "replace"))


def event(text: str, query: dict[str, str], token: str, aes_key: str, appid: str) -> dict[str, str]:
    """What a push in safe mode tells. A plain one is refused: whoever sends it need not know the key.

    :raises ValueError: WeChat did not send it, or not to this app.
    """
    sealed = _xml(text).get("Encrypt", "")
    times = (query.get("timestamp", ""), query.get("nonce", ""))
    if not sealed or not is_signed(query.get("msg_signature", ""), token, *times, sealed):
        raise ValueError("signature")
    key = b64decode(aes_key + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    full = decryptor.update(b64decode(sealed)) + decryptor.finalize()
    end = 20 + int.from_bytes(full[16:20], "big")
    if full[end : -full[-1]].decode() != appid:
        raise ValueError("for another app")
    return _xml(full[20:end].decode())


def _xml(text: str) -> dict[str, str]:
    # WeChat sends no document type, and all that is dangerous in XML needs one.
    if "<!DOCTYPE" in text:
        raise ValueError("a document type")
    try:
        return {element.tag: element.text or "" for element in ElementTree.fromstring(text)}  # noqa: S314  see above
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
