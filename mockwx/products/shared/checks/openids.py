"""The check of an openid."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.people.accounts import Identity
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class KnownOpenid(Check, frozen=True):
    """40003. ``if_given`` leaves an absent openid alone; with ``of_user`` it must be the user found so far."""

    name: str = "openid"
    if_given: bool = False
    of_user: bool = False

    finds_user = True
    errcodes = (e.login.INVALID_OPENID,)

    def peek(self, call: Call) -> Identity | None:
        identity = call.world.accounts.identity(call.text(self.name))
        if identity is not None and call.user is None:
            call.user = identity.user
        return identity

    def ask(self, call: Call) -> Refusal | None:
        openid = call.text(self.name)
        if self.if_given and not openid:
            return None
        identity = self.peek(call)
        if identity is None or identity.appid != call.known_app.appid:
            return self.refuse(e.login.INVALID_OPENID, f"no user of {call.known_app.name} has the openid {openid!r}")
        if self.of_user and identity.user != call.user:
            return self.refuse(e.login.INVALID_OPENID, f"the openid is {identity.user}'s, the code {call.user}'s")
        call.user = identity.user
        return None
