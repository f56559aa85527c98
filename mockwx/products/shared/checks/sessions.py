"""Checks of a session: is this an openid of the app, and does the signature prove the current session_key."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.people.signatures import is_session_signature
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class KnownOpenid(Check, frozen=True):
    """40003. ``if_given`` leaves an absent openid alone; with ``of_user`` it must be the user found so far."""

    name: str = "openid"
    if_given: bool = False
    of_user: bool = False

    errcodes = (e.login.INVALID_OPENID,)

    def peek(self, call: Call) -> None:
        identity = call.world.accounts.identity(call.text(self.name))
        if identity is not None and call.user is None:
            call.user = identity.user

    def ask(self, call: Call) -> Refusal | None:
        openid = call.text(self.name)
        if self.if_given and not openid:
            return None
        identity = call.world.accounts.identity(openid)
        if identity is None or identity.appid != call.known_app.appid:
            return self.refuse(e.login.INVALID_OPENID, f"no user of {call.known_app.name} has the openid {openid!r}")
        if self.of_user and identity.user != call.user:
            return self.refuse(e.login.INVALID_OPENID, f"the openid is {identity.user}'s, the code {call.user}'s")
        call.user = identity.user
        return None


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
