"""Envelopes: how WeChat seals a push with the EncodingAESKey, and how it opens the backend's sealed reply.

    16 random characters + length of the message (4 bytes, network order) + message + appid

padded by PKCS#7 to blocks of 32 bytes (not 16: a standard library's own padding refuses it), AES-256-CBC, base64.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

BLOCK = 32
_HEAD = 20


def seal(message: str, aes_key: str, receiver: str, salt: str) -> str:
    """``aes_key``: 43 characters; ``receiver``: appid or corpid; ``salt``: 16 characters."""
    # Loaded on first use: a server that pushes nothing starts without it.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    text = message.encode("utf-8", "replace")
    full = salt.encode("ascii") + len(text).to_bytes(4, "big") + text + receiver.encode()
    padding = BLOCK - len(full) % BLOCK
    key = _key(aes_key)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return b64encode(encryptor.update(full + bytes([padding]) * padding) + encryptor.finalize()).decode("ascii")


def unseal(sealed: str, aes_key: str, receiver: str) -> str:
    """The message; ``ValueError`` says what is wrong with the envelope."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = _key(aes_key)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    full = decryptor.update(b64decode(sealed, validate=True)) + decryptor.finalize()
    padding = full[-1] if full else 0
    if not 1 <= padding <= BLOCK or full[-padding:] != bytes([padding]) * padding or len(full) < _HEAD + padding:
        raise ValueError("it is not sealed with this EncodingAESKey, or not padded to blocks of 32 bytes")
    end = _HEAD + int.from_bytes(full[16:_HEAD], "big")
    sealed_for = full[end:-padding].decode("utf-8", "replace")
    if sealed_for != receiver:
        raise ValueError(f"it ends in {sealed_for!r}, not in the appid {receiver!r}")
    return full[_HEAD:end].decode("utf-8")


def _key(aes_key: str) -> bytes:
    """32 bytes."""
    return b64decode(aes_key + "=")
