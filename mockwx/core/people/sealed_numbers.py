"""Sealed phone numbers that phones have handed out lately, known by their hash, for checkencryptedmsg."""

from __future__ import annotations

from hashlib import sha256

from mockwx.core.clock import DAY
from mockwx.core.tables.table import OpenTable

SEALED_REMEMBERED = 3 * DAY
"""checkencryptedmsg knows the phone data of the last three days (documented)."""


class Sealed:
    def __init__(self, open_table: OpenTable) -> None:
        self._sealed = open_table("sealed", int)

    def remember(self, appid: str, encrypted_data: str, now: int) -> None:
        digest = sha256(encrypted_data.encode()).hexdigest()
        self._sealed.put(f"{appid}|{digest}", now, now + SEALED_REMEMBERED)

    def sealed_at(self, appid: str, digest: str, now: int) -> int | None:
        """When the data with this sha256 (hex) was sealed; None if unknown or older than three days."""
        at = self._sealed.get(f"{appid}|{digest.lower()}")
        return at if at is not None and now - at < SEALED_REMEMBERED else None
