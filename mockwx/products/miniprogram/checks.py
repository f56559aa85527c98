"""Checks that only the apis of mini programs make: of signatures, payments and sealed data."""

from __future__ import annotations

import re

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.signatures import is_session_signature
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class Signed(Check, frozen=True, kw_only=True):
    """87008 for another sig_method, 87009 for a signature that is not made with the current, live session_key."""

    errcodes = (e.session.INVALID_SIG_METHOD, e.session.INVALID_SIGNATURE)

    def ask(self, call: Call) -> Refusal | None:
        method = call.text("sig_method")
        if method != "hmac_sha256":
            return self.refuse(e.session.INVALID_SIG_METHOD, f"sig_method was {method!r}, not 'hmac_sha256'")
        session = call.world.sessions.live(call.known_app.appid, call.known_user, call.now)
        if session is None:
            return self.refuse(e.session.INVALID_SIGNATURE, f"{call.known_user} has no live session_key")
        if not is_session_signature(call.text("signature"), session.session_key):
            return self.refuse(
                e.session.INVALID_SIGNATURE,
                f"the signature is not made with the current session_key of {call.known_user}",
            )
        return None


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


_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class HexDigest(Check, frozen=True):
    name: str

    errcodes = (e.common.INVALID_ARGS,)

    def ask(self, call: Call) -> Refusal | None:
        if _SHA256.fullmatch(call.text(self.name)):
            return None
        return self.refuse(e.common.INVALID_ARGS, f"{self.name} is no sha256 in hex")


class KnownSealed(Check, frozen=True):
    name: str

    errcodes = (e.session.NO_SUCH_DATA,)

    def ask(self, call: Call) -> Refusal | None:
        if call.world.sealed.sealed_at(call.known_app.appid, call.text(self.name), call.now) is not None:
            return None
        return self.refuse(e.session.NO_SUCH_DATA, "no phone data with this hash was sealed in the last three days")
