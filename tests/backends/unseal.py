"""Opening what the phone has sealed, as each of these backends needs it."""

from __future__ import annotations

import json
from base64 import b64decode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def phone_number(encrypted: str, iv: str, session_key: str, appid: str) -> str:
    """The number in encryptedData.

    :raises ValueError: it was not sealed with this key, or not for this app.
    """
    decryptor = Cipher(algorithms.AES(b64decode(session_key)), modes.CBC(b64decode(iv))).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(b64decode(encrypted)) + decryptor.finalize()
    found = json.loads(unpadder.update(padded) + unpadder.finalize())
    # A wrong key gives garbage, and one time in 256 the garbage has good padding.
    if not isinstance(found, dict) or not isinstance(found.get("watermark"), dict):
        raise ValueError("this is not what the phone seals")
    if found["watermark"].get("appid") != appid or "phoneNumber" not in found:
        raise ValueError("this was sealed for somebody else")
    return str(found["phoneNumber"])
