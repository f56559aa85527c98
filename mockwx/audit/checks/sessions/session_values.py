"""Sessions as values: what they can be made of, how much chance is in them, and what a JWT holds."""

from __future__ import annotations

import hashlib
import json
import math
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

_HASHES = ("md5", "sha1", "sha256")
_SEPARATORS = ("", ":", "_", "-", "|", ".", "&", "#")
ENOUGH_BITS = 64


def spellings(text: str) -> Iterator[tuple[str, str]]:
    """Every way in which a session is the text, with the name of the way."""
    raw = text.encode("utf-8", "replace")
    yield "", text
    yield "base64", b64encode(raw).decode()
    yield "base64", urlsafe_b64encode(raw).decode()
    yield "base64", b64encode(raw).decode().rstrip("=")
    yield "hex", raw.hex()
    for name in _HASHES:
        digest = hashlib.new(name, raw, usedforsecurity=False)
        yield name, digest.hexdigest()
        yield name, digest.hexdigest().upper()
        yield f"{name} base64", b64encode(digest.digest()).decode()
        yield f"{name} base64", urlsafe_b64encode(digest.digest()).decode().rstrip("=")


def how_guessable(session: str, public: Mapping[str, str]) -> str | None:
    """What it is, where it follows from values that others know: ``md5 of openid``, ``appid:openid``.

    ``public``: by name. One of them alone, or two of them joined.
    """
    known = {name: value for name, value in public.items() if value}
    for name, value in known.items():
        for way, text in spellings(value):
            if text == session:
                return f"{way} of {name}" if way else name
    for one, first in known.items():
        for other, second in known.items():
            if one == other:
                continue
            for separator in _SEPARATORS:
                for way, text in spellings(f"{first}{separator}{second}"):
                    if text == session:
                        joined = f"{one}{separator}{other}" if separator else f"{one} and {other}"
                        return f"{way} of {joined}" if way else joined
    return None


def counts(sessions: Sequence[str]) -> bool:
    """Whether each is a little more than the one before: a number, of which the next can be said."""
    numbers = []
    for session in sessions:
        text = _plain(session)
        if not text.isdigit() or len(text) > 20:
            return False
        numbers.append(int(text))
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    return len(steps) > 1 and all(0 < step <= 1000 for step in steps)


def bits_at_most(sessions: Sequence[str]) -> float:
    """How much chance can be in one of them: by the letters that they use, where they differ."""
    shortest = min(len(session) for session in sessions)
    same = sum(1 for place in range(shortest) if len({session[place] for session in sessions}) == 1)
    letters = "".join(sessions)
    if all(letter in "0123456789" for letter in letters):
        alphabet = 10
    elif all(letter in "0123456789abcdefABCDEF-" for letter in letters):
        alphabet = 16
    else:
        alphabet = 64
    # A few sessions agree here and there by chance; a prefix that all have is none.
    varying = shortest if same <= shortest // 4 else shortest - same
    return varying * math.log2(alphabet)


def jwt_parts(session: str) -> tuple[dict[str, Any], dict[str, Any], str] | None:
    """Header, claims and signature; None: it is no JWT."""
    parts = session.split(".")
    if len(parts) != 3:
        return None
    try:
        header, claims = (json.loads(_decoded(part)) for part in parts[:2])
    except ValueError:
        return None
    return (header, claims, parts[2]) if isinstance(header, dict) and isinstance(claims, dict) else None


def jwt_part(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(text).decode().rstrip("=")


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _plain(session: str) -> str:
    """What stands in it, where it is the base64 of a number."""
    try:
        text = b64decode(session, validate=True).decode("ascii")
    except ValueError:
        return session
    return text if text.isdigit() else session
