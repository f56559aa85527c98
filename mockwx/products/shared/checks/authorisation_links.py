"""Checks of an authorisation link: what is wrong with it is shown to the person, as a page."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.oauth import scopes_of
from mockwx.core.web.redirects import host_of
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class NotBanned(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.page_refusals.BANNED,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        return self.refuse(e.page_refusals.BANNED, f"{app.name} is banned") if app.banned else None


class LeadsBack(Check, frozen=True):
    """10003 unless redirect_uri is a URL on the domain of the app, or of the platform that acts for it; on any port."""

    name: str = "redirect_uri"

    errcodes = (e.page_refusals.REDIRECT_URI,)

    def ask(self, call: Call) -> Refusal | None:
        url, domain = call.text(self.name), (call.platform or call.known_app).domain
        host = host_of(url)
        if host is None:
            return self.refuse(e.page_refusals.REDIRECT_URI, f"{self.name} is no http or https URL: {url[:200]!r}")
        if domain is None or host == domain.lower():
            return None
        return self.refuse(e.page_refusals.REDIRECT_URI, f"{self.name} leads to {host}, the app's domain is {domain}")


class ScopeAllowed(Check, frozen=True):
    """10005 unless ``scope`` is one that the app has; an account that is not verified has none, a test account all."""

    among: tuple[str, ...]
    """What this page knows."""

    errcodes = (e.page_refusals.SCOPE_DENIED,)

    def ask(self, call: Call) -> Refusal | None:
        app, scope = call.known_app, call.text("scope")
        if not app.verified and not app.test_account:
            return self.refuse(e.page_refusals.SCOPE_DENIED, f"{app.name} is a personal or unverified account")
        if scope in self.among and scope in scopes_of(app):
            return None
        has = ", ".join(scope for scope in scopes_of(app) if scope in self.among) or "none"
        return self.refuse(e.page_refusals.SCOPE_DENIED, f"{app.name} may not ask for {scope!r}; it has {has}")
