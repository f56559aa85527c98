"""Canaries: the secrets of a world, each unlike any other, so that finding one elsewhere proves a leak.

    secrets     what is secret in a world, and the ways in which each can be spelt
    decodings   what a text says once its escapes and encodings are undone, and where each part of that stands
    search      secrets in a text, as they are or behind up to three decodings

Rules of this room: a text of others is hostile, so all work is linear in it and bounded; what is found tells how it was
spelt and where; what is short enough to stand somewhere by chance is not looked for.
"""

from __future__ import annotations

from mockwx.core.canaries.search import Leak, Search, search
from mockwx.core.canaries.secrets import Secret, secrets_of

__all__ = ["Leak", "Search", "Secret", "search", "secrets_of"]
