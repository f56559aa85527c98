"""Masks: secrets, session keys, tokens and tickets are shown by their first characters only.

Others reach it through ``entries``, ``har`` and ``shown``; only ``core/canaries``, which looks for secrets, asks it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

SECRET_NAMES = frozenset(
    {
        "secret",
        "appsecret",
        "session_key",
        "access_token",
        "refresh_token",
        "encrypt_key",
        "encryptkey",
        "corpsecret",
        "component_access_token",
        "component_appsecret",
        "component_secret",
        "component_verify_ticket",
        "authorizer_access_token",
        "authorizer_refresh_token",
        "ticket",
        "user_ticket",
        "provider_secret",
        "provider_access_token",
        "suite_secret",
        "suite_ticket",
        "suite_access_token",
        "permanent_code",
    }
)
# A secret's name and what follows it: a list or object, which hides all the rest; a text in quotes, up to its end or
# the end of all; or plain characters. Broken JSON, forms and JSON within JSON are met too.
_IN_TEXT = re.compile(
    "((?:" + "|".join(sorted(SECRET_NAMES)) + r""")[\\"']*\s*[:=]\s*)"""
    r"""([\[{].*|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[^&\s,}\]]+)""",
    re.IGNORECASE | re.DOTALL,
)


def masked(value: str) -> str:
    """``99_MOCKabcdef…`` as ``99_MOC***``; short ones vanish whole."""
    return f"{value[:6]}***" if len(value) > 12 else "***"


def masked_query(query: Mapping[str, str]) -> dict[str, str]:
    return {name: masked(value) if name.lower() in SECRET_NAMES else value for name, value in query.items()}


def masked_raw_query(query: str) -> str:
    """As it came, with repeated names and escapes; only secrets are masked."""
    return "&".join(map(_masked_pair, query.split("&")))


def _masked_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    is_secret = unquote_plus(name).lower() in SECRET_NAMES
    return f"{name}{equals}{masked(value)}" if is_secret and value else pair


def masked_body(body: bytes, limit: int = 4096) -> str:
    """The text of a body, cut at ``limit`` characters; what is no UTF-8 shows as replacement characters."""
    text = body[: limit * 4].decode("utf-8", "replace")[:limit]
    return _IN_TEXT.sub(lambda secret: secret[1] + _masked_spelling(secret[2]), text)


def _masked_spelling(value: str) -> str:
    """As ``masked``, with the quotes that were around it."""
    if value[0] in "[{":
        return "***"
    plain = value.strip("\\\"'")
    quotes = value[: len(value) - len(value.lstrip("\\\"'"))]
    return f"{quotes}{masked(plain)}{quotes}" if plain else value


def masked_json(value: Any) -> Any:
    """A JSON value with the secrets in it masked, at any depth."""
    if isinstance(value, dict):
        return {
            name: _masked_value(item) if str(name).lower() in SECRET_NAMES else masked_json(item)
            for name, item in value.items()
        }
    return [masked_json(item) for item in value] if isinstance(value, list) else value


def _masked_value(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    return None if value is None else "***"


def masked_answer(body: bytes) -> Any:
    """An answer as JSON if it is JSON, as text otherwise; masked."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return masked_body(body)
    return masked_body(answer.encode("utf-8", "replace")) if isinstance(answer, str) else masked_json(answer)
