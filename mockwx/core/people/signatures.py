"""Signatures: with a session_key of rawData and of a login state, with a token of a push."""

from __future__ import annotations

import hashlib
import hmac


def raw_data_signature(raw_data: str, session_key: str) -> str:
    """``sha1(rawData + session_key)`` in hex; rawData is taken byte for byte."""
    return hashlib.sha1(f"{raw_data}{session_key}".encode(), usedforsecurity=False).hexdigest()


def session_signature(session_key: str, message: str = "") -> str:
    """HMAC-SHA256 in lower-case hex. The key is the session_key's *text*, not the 16 bytes it stands for."""
    return hmac.new(session_key.encode(), message.encode(), hashlib.sha256).hexdigest()


def is_session_signature(signature: str, session_key: str) -> bool:
    """Whether ``signature`` signs the empty message. Some SDKs send upper-case hex, so both cases are taken."""
    return hmac.compare_digest(session_signature(session_key).encode(), signature.lower().encode())


def push_signature(token: str, *signed: str) -> str:
    """sha1 in hex of all in alphabetical order: timestamp and nonce; for msg_signature also Encrypt."""
    return hashlib.sha1("".join(sorted((token, *signed))).encode(), usedforsecurity=False).hexdigest()
