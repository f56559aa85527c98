"""Checks of a payment, and of the binding to the Open Platform, for getpaidunionid."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class BoundToOpen(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.session.NOT_BOUND_TO_OPEN,)

    def ask(self, call: Call) -> Refusal | None:
        if call.known_app.owner is not None:
            return None
        return self.refuse(
            e.session.NOT_BOUND_TO_OPEN, f"{call.known_app.name} has no owner, so its users have no unionid"
        )


class JustPaid(Check, frozen=True, kw_only=True):
    """89300 unless this user paid in this app within the last five minutes."""

    errcodes = (e.session.INVALID_TRADE,)

    def ask(self, call: Call) -> Refusal | None:
        payment = call.world.payments.find(
            call.text("transaction_id"), call.text("mch_id"), call.text("out_trade_no"), call.now
        )
        if payment is None:
            return self.refuse(e.session.INVALID_TRADE, "no such payment in the last five minutes")
        if (payment.appid, payment.user) != (call.known_app.appid, call.known_user):
            return self.refuse(e.session.INVALID_TRADE, f"{payment.user} paid that in {payment.appid}")
        return None
