"""WeChat's pushes: their signatures, their envelopes, and the events in them."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode
from typing import Any
from xml.etree import ElementTree

from apps import PUSH_KEY, PUSH_TOKEN
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def is_signed(signature: str, *parts: str, token: str = PUSH_TOKEN) -> bool:
    made = hashlib.sha1("".join(sorted((token, *parts))).encode()).hexdigest()
    return hmac.compare_digest(made.encode(), signature.encode())


def unsealed(sealed: str, receiver: str | None) -> str:
    """:raises ValueError: it was not sealed with this key, or for another ``receiver``."""
    key = b64decode(PUSH_KEY + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    full = decryptor.update(b64decode(sealed)) + decryptor.finalize()
    length = int.from_bytes(full[16:20], "big")
    end = 20 + length
    if not 1 <= full[-1] <= 32 or (receiver is not None and full[end : -full[-1]].decode() != receiver):
        raise ValueError("not for this app")
    return full[20:end].decode()


def parsed(text: str) -> dict[str, Any]:
    """:raises ValueError: no XML, or one with a document type: WeChat sends none, and entities live there."""
    if "<!DOCTYPE" in text:
        raise ValueError("a document type")
    try:
        return {element.tag: element.text or "" for element in ElementTree.fromstring(text)}
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
