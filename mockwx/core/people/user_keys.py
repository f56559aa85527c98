"""User encrypt keys: what wx.getUserCryptoManager gives the phone and getuserencryptkey gives the backend."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.clock import HOUR
from mockwx.core.ids import Ids
from mockwx.core.tables.table import OpenTable

KEY_LIFE = HOUR
KEYS_KEPT = 3


class UserKey(Struct, frozen=True):
    encrypt_key: str
    """Base64 of 16 bytes."""
    iv: str
    """16 ASCII characters."""
    version: int
    made_at: int

    @property
    def expires_at(self) -> int:
        return self.made_at + KEY_LIFE


class UserKeys:
    def __init__(self, open_table: OpenTable, ids: Ids) -> None:
        self._keys = open_table("userkeys", tuple[UserKey, ...])
        self._ids = ids

    def latest(self, appid: str, user: str, now: int) -> UserKey:
        """The live key; a new version is made when there is none."""
        return self.recent(appid, user, now)[0]

    def recent(self, appid: str, user: str, now: int) -> tuple[UserKey, ...]:
        """The last three keys, newest first; the newest is alive."""
        keys: tuple[UserKey, ...] = self._keys.get(f"{appid}|{user}") or ()
        if not keys or now >= keys[0].expires_at:
            version = keys[0].version + 1 if keys else 1
            key, iv = self._ids.encrypt_key(appid, user, version)
            keys = (UserKey(key, iv, version, now), *keys)[:KEYS_KEPT]
            self._keys.put(f"{appid}|{user}", keys)
        return keys
