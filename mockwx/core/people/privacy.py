"""The privacy guide (用户隐私保护指引): what a mini program declares there, and what each of its users agreed to.

    nothing declared ──▶ errno 1025        a kind that is not declared ──▶ errno 112
    declared ──the user agrees──▶ the api runs      ──refuses──▶ errno 104, and for 10 s nobody is asked again

Nobody is asked before base library 2.32.3, nor by an app that does not check, as all were before 2023-10-17.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.tables.table import OpenTable

PrivacyKind: TypeAlias = Literal[
    "user_info", "phone_number", "avatar", "nickname", "location", "album", "camera", "record"
]
"""Kinds of personal data that a guide declares, as far as a login asks for them."""
KINDS: tuple[PrivacyKind, ...] = get_args(PrivacyKind)
GAP = 10_000
"""Milliseconds for which WeChat's own dialog stays away after a refusal (documented)."""

Listener = Literal["agree", "disagree", "silent"]
"""What comes of the page's own dialog, where it listens: the person agrees, disagrees, or the page never resolves."""


class PrivacyRecord(Struct, frozen=True):
    """Of one user in one app."""

    agreed: tuple[str, ...] = ()
    refused_at: int | None = None
    """When WeChat's own dialog was refused last."""
    listener: Listener | None = None
    """Of wx.onNeedPrivacyAuthorization; None: the page does not listen, so WeChat asks."""


class Privacy:
    def __init__(self, open_table: OpenTable) -> None:
        self._records = open_table("privacy", PrivacyRecord)

    def of(self, appid: str, user: str) -> PrivacyRecord:
        return self._records.get(f"{appid}|{user}") or PrivacyRecord()

    def agree(self, appid: str, user: str, kinds: tuple[str, ...]) -> None:
        """To the whole guide as it is now; what is declared later must be agreed to anew (documented)."""
        record = self.of(appid, user)
        self._put(appid, user, replace(record, agreed=tuple(dict.fromkeys((*record.agreed, *kinds))), refused_at=None))

    def refuse(self, appid: str, user: str, now: int) -> None:
        self._put(appid, user, replace(self.of(appid, user), refused_at=now))

    def listen(self, appid: str, user: str, listener: Listener | None) -> None:
        self._put(appid, user, replace(self.of(appid, user), listener=listener))

    def _put(self, appid: str, user: str, record: PrivacyRecord) -> None:
        self._records.put(f"{appid}|{user}", record)
