"""The life of tokens: how long they live, how long a dead one stays known, and why one is dead."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.clock import DAY, HOUR
from mockwx.core.text.durations import spell_duration

TOKEN_LIFE = 2 * HOUR
"""Of every kind of access_token (documented: 7200 s)."""
DEAD_TOKEN_REMEMBERED = DAY
"""A dead token (of a platform also ticket or code) is told apart from garbage for a day; how long WeChat does is not
known."""


class Death(Struct, frozen=True):
    """Why a token does not work: it ``expired`` by itself, or somebody ended it."""

    expired: bool
    reason: str
    ended: bool = False
    """The user took back what was granted, or logged in again: it is as good as one that was never issued."""


def expiry(expires_at: int, now: int) -> Death | None:
    """None: it lives."""
    return None if now < expires_at else Death(True, f"it expired {spell_duration(now - expires_at)} ago")
