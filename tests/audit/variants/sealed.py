"""Opening what the phone has sealed."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

FRESH = 24 * 3600
"""Seconds for which sealed data is taken."""


def decrypted(encrypted: str, iv: str, session_key: str) -> dict[str, Any]:
    """:raises ValueError: it was not sealed with this key."""
    decryptor = Cipher(algorithms.AES(b64decode(session_key)), modes.CBC(b64decode(iv, validate=True))).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(b64decode(encrypted, validate=True)) + decryptor.finalize()
    found = json.loads(unpadder.update(padded) + unpadder.finalize())
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def check_watermark(opened: dict[str, Any], appid: str) -> None:
    """:raises ValueError: it is another app's."""
    watermark = opened.get("watermark")
    if not isinstance(watermark, dict) or watermark.get("appid") != appid:
        raise ValueError("sealed for another app")


def check_age(opened: dict[str, Any]) -> None:
    """:raises ValueError: it is from another day."""
    if time.time() - opened["watermark"]["timestamp"] > FRESH:
        raise ValueError("sealed long ago")
