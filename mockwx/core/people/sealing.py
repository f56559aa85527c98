"""Sealed data: what the phone encrypts with the session_key and only the backend can open."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any


def compact(value: Mapping[str, Any]) -> str:
    """JSON as the phone writes it: compact, UTF-8 as it is, slashes not escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def seal(plain: str, session_key: str, iv: bytes) -> str:
    """encryptedData in base64: AES-128-CBC, PKCS#7, the key is the base64-decoded session_key."""
    # Loaded on first use: a server that only exchanges codes starts without it.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    padder = PKCS7(128).padder()
    padded = padder.update(plain.encode("utf-8")) + padder.finalize()
    encryptor = Cipher(algorithms.AES(b64decode(session_key)), modes.CBC(iv)).encryptor()
    return b64encode(encryptor.update(padded) + encryptor.finalize()).decode("ascii")


def unseal(encrypted_data: str, session_key: str, iv: str) -> str:
    """What a backend does with encryptedData; ``ValueError`` if the key is not the one it was sealed with."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    decryptor = Cipher(algorithms.AES(b64decode(session_key)), modes.CBC(b64decode(iv))).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(b64decode(encrypted_data)) + decryptor.finalize()
    return (unpadder.update(padded) + unpadder.finalize()).decode("utf-8")
