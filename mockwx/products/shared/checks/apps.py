"""Checks of the app that calls: is it known, is this its secret, may it do this."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class KnownApp(Check, frozen=True):
    """The appid is one of this world's apps. ``if_given`` leaves an absent appid to a later check."""

    name: str = "appid"
    if_given: bool = False
    any_kind: Kind = Kind.MINIPROGRAM
    """What an unknown appid becomes where any app is welcome."""

    lasting = True
    errcodes = (e.login.INVALID_APPID,)

    def peek(self, call: Call) -> None:
        call.app = call.world.accounts.app_or_any(call.params.get(self.name, ""), self.any_kind)

    def ask(self, call: Call) -> Refusal | None:
        appid = call.params.get(self.name, "")
        call.app = call.world.accounts.app_or_any(appid, self.any_kind)
        if call.app is not None:
            return None
        if self.if_given and not appid:
            return None
        return self.refuse(e.login.INVALID_APPID, f"no app of this world has the appid {appid!r}")


class SecretMatches(Check, frozen=True):
    name: str = "secret"

    lasting = True
    errcodes = (e.login.INVALID_SECRET,)

    def ask(self, call: Call) -> Refusal | None:
        secret = call.known_app.secret
        if secret is None or call.params.get(self.name) == secret:
            return None
        return self.refuse(e.login.INVALID_SECRET, f"the secret is not that of {call.known_app.name}")


class SecretNotFrozen(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    lasting = True
    errcodes = (e.login.SECRET_FROZEN,)

    def ask(self, call: Call) -> Refusal | None:
        if not call.known_app.frozen:
            return None
        return self.refuse(e.login.SECRET_FROZEN, f"the AppSecret of {call.known_app.name} is frozen")


class AllowedIp(Check, frozen=True):
    """40164 with the caller's address, where the app has an IP whitelist; 61004 in the words of getticket and of
    third-party platforms."""

    errcode: Errcode = e.login.INVALID_IP

    lasting = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.errcode,)

    def ask(self, call: Call) -> Refusal | None:
        allowed = call.known_app.ip_whitelist
        if allowed is None:
            return None
        caller, listed = stranger(call.request.client_ip, allowed)
        if caller is None:
            return None
        return self.refuse(self.errcode, f"{caller} is not in the whitelist ({listed})", ip=caller)


def stranger(client_ip: str, allowed: tuple[str, ...] | None) -> tuple[str | None, str]:
    """The caller's address if it is not among the allowed ones, and what these are."""
    if allowed is None:
        return None, ""
    caller = ip_address(client_ip)
    caller = getattr(caller, "ipv4_mapped", None) or caller
    if any(caller in ip_network(network, strict=False) for network in allowed):
        return None, ""
    return str(caller), ", ".join(allowed) or "nothing"


class Permitted(Check, frozen=True):
    """48001: an account of the wrong kind, or an app that was denied this api."""

    kinds: tuple[Kind, ...] = ()
    """None given: any kind may call."""

    lasting = True
    errcodes = (e.common.API_UNAUTHORIZED,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if self.kinds and app.kind not in self.kinds:
            return self.refuse(e.common.API_UNAUTHORIZED, f"{app.name} is of kind {app.kind}")
        if call.endpoint.api in app.denied:
            return self.refuse(e.common.API_UNAUTHORIZED, f"{app.name} is denied {call.endpoint.api}")
        return None


class Verified(Check, frozen=True, kw_only=True):
    """48001: a personal or unverified account. A test account may do all that a verified one may."""

    errcodes = (e.common.API_UNAUTHORIZED,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if app.verified or app.test_account:
            return None
        return self.refuse(e.common.API_UNAUTHORIZED, f"{app.name} is a personal or unverified account")
