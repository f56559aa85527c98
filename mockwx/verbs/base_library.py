"""The mini-program base library on a phone: which wx.* it has."""

from __future__ import annotations

import re

from mockwx.core.people.accounts import User
from mockwx.core.text.bilingual import both
from mockwx.verbs.verb import VerbError


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def has(user: User, since: str) -> bool:
    """Whether the user's base library is ``since`` or newer."""
    return version(user.base_library) >= version(since)


def require(user: User, api: str, since: str) -> None:
    if not has(user, since):
        raise VerbError(
            both(
                f"{api} exists from base library {since}; {user.name}'s phone has {user.base_library}",
                f"{api} 需要基础库 {since} 以上，{user.name} 的手机是 {user.base_library}",
            ),
            "user",
            409,
        )
