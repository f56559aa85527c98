"""Payments: what a user has just paid, for getpaidunionid."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.clock import MINUTE
from mockwx.core.tables.table import OpenTable

PAYMENT_LIFE = 5 * MINUTE
"""getpaidunionid must be called within five minutes of the payment (documented)."""


class Payment(Struct, frozen=True):
    appid: str
    user: str
    paid_at: int


class Payments:
    def __init__(self, open_table: OpenTable) -> None:
        self._payments = open_table("payments", Payment)

    def pay(self, appid: str, user: str, now: int, transaction_id: str, mch_id: str, out_trade_no: str) -> None:
        payment = Payment(appid, user, now)
        self._payments.put(transaction_id, payment, now + PAYMENT_LIFE)
        self._payments.put(f"{mch_id}|{out_trade_no}", payment, now + PAYMENT_LIFE)

    def find(self, transaction_id: str, mch_id: str, out_trade_no: str, now: int) -> Payment | None:
        """By transaction_id or by mch_id and out_trade_no; None where it is too long ago."""
        payment = self._payments.get(transaction_id or f"{mch_id}|{out_trade_no}")
        return payment if payment is not None and now - payment.paid_at < PAYMENT_LIFE else None
