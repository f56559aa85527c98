"""Queries and form bodies, read as leniently as real clients need."""

from __future__ import annotations

from urllib.parse import unquote_plus


def parse_query(text: str) -> dict[str, str]:
    """Of a repeated name the first value counts. Broken percent escapes stay as they are: real clients send them."""
    found: dict[str, str] = {}
    is_plain = "%" not in text and "+" not in text and text.isascii()
    for pair in text.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            if not is_plain:
                name, value = _unquoted(name), _unquoted(value)
            if name not in found:
                found[name] = value
    return found


def _unquoted(text: str) -> str:
    return plain(unquote_plus(text)) if "%" in text or "+" in text else plain(text)


def plain(text: str) -> str:
    """Text that JSON can carry: bytes of a request line that are no UTF-8 become replacement characters."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
