"""QR codes of an official account that carry a scene: whoever scans one is told to the account, with the scene.

    made ──expire_seconds──▶ expired        a permanent one (QR_LIMIT_…) never

Nothing spends one: it may be scanned by many people, many times (no rule against it was ever published).
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from mockwx.core.clock import HOUR
from mockwx.core.ids import Ids
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable

LINK = "http://weixin.qq.com/q/"
PICTURE = "/cgi-bin/showqrcode"
MOST_PERMANENT = 100_000
EXPIRED_REMEMBERED = HOUR
"""An expired one is told apart from an unknown one for an hour."""


class SceneQrCode(Struct, frozen=True):
    ticket: str
    appid: str
    url: str
    """What the QR code says."""
    made_at: int
    lives: int
    """Milliseconds; 0: for ever."""
    scene_id: int = 0
    scene_str: str = ""

    @property
    def scene(self) -> str:
        """As pushes tell it."""
        return self.scene_str or str(self.scene_id)

    def is_expired(self, now: int) -> bool:
        return bool(self.lives) and now >= self.made_at + self.lives


class SceneQrCodes:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts) -> None:
        self._qrcodes = open_table("scene_qrcodes", SceneQrCode)
        self._tickets = open_table("scene_tickets", str)
        self._ids = ids
        self._counts = counts

    def make(self, appid: str, lives: int, now: int, *, scene_id: int = 0, scene_str: str = "") -> SceneQrCode:
        nth = self._counts.next("scene qrcode", appid)
        if not lives:
            self._counts.next("permanent qrcode", appid)
        url = LINK + self._ids.scene(appid, nth)
        ticket = ticket_of(url, now // 1000, lives // 1000)
        qrcode = SceneQrCode(ticket, appid, url, now, lives, scene_id, scene_str)
        until = now + lives + EXPIRED_REMEMBERED if lives else None
        self._qrcodes.put(ticket, qrcode, until)
        self._tickets.put(url, ticket, until)
        self._tickets.put(appid, ticket, until)
        return qrcode

    def permanent(self, appid: str) -> int:
        """How many of an account are permanent."""
        return self._counts.so_far("permanent qrcode", appid)

    def find(self, ticket: str) -> SceneQrCode | None:
        return self._qrcodes.get(ticket)

    def latest(self, appid: str) -> SceneQrCode | None:
        """The account's youngest."""
        return self._qrcodes.get(self._tickets.get(appid) or "")

    def scanned(self, text: str) -> SceneQrCode | None:
        """By its ticket, by what it says, or by the address of its picture."""
        if text.startswith((LINK, LINK.replace("http:", "https:"))):
            return self.find(self._tickets.get(f"{LINK}{text.partition('/q/')[2]}") or "")
        if urlsplit(text).path.endswith(PICTURE):
            return self.find(parse_qs(urlsplit(text).query).get("ticket", [""])[0])
        return self.find(text)


def is_scene(text: str) -> bool:
    """Whether that is such a QR code, of whichever world: ticket, what it says, or the address of its picture."""
    parts = urlsplit(text)
    is_link = parts.netloc == "weixin.qq.com" and parts.path.startswith("/q/")
    return is_link or parts.path.endswith(PICTURE) or (len(text) == 96 and text.startswith("gQ"))


def ticket_of(url: str, made_at: int, lives: int) -> str:
    """96 characters: a head, then what the url, the time (unix) and the life (seconds) are, each behind tag and length.

    So six published tickets of 2021 and 2022 decode. Two bytes of the head differ from ticket to ticket: taken from
    the url here.
    """
    text = url.encode("ascii") + b"\0"
    head = b"\x81\x01" + bytes([text[-2], 0xEE + text[-3] % 4, 0x3C]) + bytes(7)
    body = struct.pack("<BB46sBBIBBI", 1, 46, text, 2, 4, made_at & 0xFFFFFFFF, 3, 4, lives)
    return urlsafe_b64encode(head + body).decode("ascii")
