"""Checks of a QR code: whom it is about, and what its page is told while there is no code for the website."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.web.qrcodes import MOST_QRCODES, QrCode, QrStatus
from mockwx.core.web.wechat_client import USER
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal

_ERRCODES = {
    QrStatus.WAITING: e.qrcodes.WAITING,
    QrStatus.SCANNED: e.qrcodes.SCANNED,
    QrStatus.DENIED: e.qrcodes.DENIED,
    QrStatus.EXPIRED: e.qrcodes.EXPIRED,
}


def qrcode_of(call: Call) -> QrCode | None:
    """The QR code of the call's uuid; its app and, as far as it is known, its user are the call's."""
    qrcode = call.world.qrcodes.find(call.text("uuid"))
    if qrcode is not None:
        call.app = call.world.accounts.app(qrcode.appid)
        call.user = call.text(USER) or qrcode.user or None
    return qrcode


def wx_errcode(call: Call, qrcode: QrCode) -> Errcode | None:
    """What its page is told now; None: that the user has confirmed. ``last`` is what the page knows already."""
    errcode = _ERRCODES.get(qrcode.at(call.now))
    if errcode in (e.qrcodes.SCANNED, e.qrcodes.DENIED) and call.text("last") == str(errcode.code):
        return e.qrcodes.WAITING
    return errcode


class OfQrCode(Check, frozen=True, kw_only=True):
    """Refuses nothing: a page tells the person what is wrong with the QR code."""

    evidence: Evidence = Evidence.ASSUMED

    errcodes = ()

    def peek(self, call: Call) -> None:
        qrcode_of(call)

    def ask(self, call: Call) -> None:
        qrcode_of(call)


class Confirmed(Check, frozen=True, kw_only=True):
    """408, 404, 403 or 402 until the user has confirmed; a uuid that nobody knows counts as expired (assumed)."""

    errcodes = (e.qrcodes.EXPIRED, e.qrcodes.DENIED, e.qrcodes.SCANNED, e.qrcodes.WAITING)

    def peek(self, call: Call) -> None:
        qrcode_of(call)

    def ask(self, call: Call) -> Refusal | None:
        qrcode = qrcode_of(call)
        if qrcode is None:
            what = f"there is no QR code {call.text('uuid')[:40]!r}: an app keeps its last {MOST_QRCODES}, for an hour"
            return self.refuse(e.qrcodes.EXPIRED, what)
        errcode = wx_errcode(call, qrcode)
        if errcode is None:
            return None
        return self.refuse(errcode, f"the QR code of {call.known_app.name} is {qrcode.at(call.now)}")
