"""QR codes of website logins: shown by a browser, scanned by a phone, confirmed or denied there.

    waiting ──scan──▶ scanned ──confirm──▶ confirmed    with a login code for the website
                      ▲    └──deny──▶ denied
                      └──────scan───────┘
       all but confirmed ── 5 min ──▶ expired

The life of five minutes is assumed; a page reloads itself when its QR code has expired.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from mockwx.core.clock import HOUR, MINUTE
from mockwx.core.ids import Ids
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable
from mockwx.core.web.oauth import Granted, OAuth

QR_LIFE = 5 * MINUTE
MOST_QRCODES = 10_000
"""So many of an app are kept, the youngest: a page that is loaded again and again does not fill the memory."""
POLL_HELD = 25_000
"""Real milliseconds for which WeChat holds a poll: 25 to 30 s were seen."""
EXPIRED_REMEMBERED = HOUR
"""An expired QR code is told apart from an unknown one for an hour."""


class QrStatus(StrEnum):
    WAITING = "waiting"
    SCANNED = "scanned"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    EXPIRED = "expired"


class QrCode(Struct, frozen=True):
    uuid: str
    appid: str
    scope: str
    redirect_uri: str
    """Where the page leads on to; an app that is no website has the start of its own scheme here."""
    state: str
    made_at: int
    status: QrStatus = field(default=QrStatus.WAITING, name="standing")
    user: str = ""
    """Whose phone scanned it; "" for a browser that has not said whose it is."""
    code: str = ""
    corp: bool = False
    """Of WeCom's older login page; ``scope`` is the agentid then."""

    def at(self, now: int) -> QrStatus:
        is_over = now >= self.made_at + QR_LIFE and self.status is not QrStatus.CONFIRMED
        return QrStatus.EXPIRED if is_over else self.status

    def may_be_scanned(self, now: int) -> bool:
        return self.at(now) not in (QrStatus.EXPIRED, QrStatus.CONFIRMED)


class QrCodes:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts, oauth: OAuth) -> None:
        self._qrcodes = open_table("qrcodes", QrCode)
        self._scanned = open_table("scanned_qrcodes", str)
        self._ids = ids
        self._counts = counts
        self._oauth = oauth

    def make(self, appid: str, scope: str, redirect_uri: str, state: str, now: int) -> QrCode:
        nth = self._counts.next("qrcode", appid)
        if nth > MOST_QRCODES:
            self._qrcodes.drop(self._ids.uuid(appid, nth - MOST_QRCODES))
        uuid = self._ids.uuid(appid, nth)
        return self._keep(QrCode(uuid, appid, scope, redirect_uri, state, now))

    def make_for_corp(self, corpid: str, agentid: str, redirect_uri: str, state: str, now: int) -> QrCode:
        """For WeCom's older login page, with a key of 16 hex digits."""
        nth = self._counts.next("corp qrcode", corpid)
        if nth > MOST_QRCODES:
            self._qrcodes.drop(self._ids.hexadecimal(16, "corp qrcode", corpid, nth - MOST_QRCODES))
        key = self._ids.hexadecimal(16, "corp qrcode", corpid, nth)
        return self._keep(QrCode(key, corpid, agentid, redirect_uri, state, now, corp=True))

    def find(self, uuid: str) -> QrCode | None:
        return self._qrcodes.get(uuid)

    def scanned_by(self, user: str) -> QrCode | None:
        """The one that the user's phone scanned last."""
        return self.find(self._scanned.get(user) or "")

    def forget_scan(self, user: str) -> None:
        """The user's phone shows something else now."""
        self._scanned.drop(user)

    def scan(self, qrcode: QrCode, user: str) -> QrCode:
        """Of a QR code that may be scanned; whose phone was there last holds it."""
        if user:
            self._scanned.put(user, qrcode.uuid, qrcode.made_at + QR_LIFE + EXPIRED_REMEMBERED)
        return self._keep(replace(qrcode, status=QrStatus.SCANNED, user=user))

    def confirm(self, qrcode: QrCode, user: str, now: int) -> QrCode:
        return self.confirm_with(qrcode, user, self._oauth.issue(qrcode.appid, user, Granted(qrcode.scope), now))

    def confirm_with(self, qrcode: QrCode, user: str, code: str) -> QrCode:
        """``code``: issued already, for the website."""
        return self._keep(replace(qrcode, status=QrStatus.CONFIRMED, user=user, code=code))

    def deny(self, qrcode: QrCode, user: str) -> QrCode:
        return self._keep(replace(qrcode, status=QrStatus.DENIED, user=user))

    def _keep(self, qrcode: QrCode) -> QrCode:
        self._qrcodes.put(qrcode.uuid, qrcode, qrcode.made_at + QR_LIFE + EXPIRED_REMEMBERED)
        return qrcode
