"""Checks of a third-party platform: is it one, is its token alive, has the app authorised it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.core.platforms import Components, Lent
    from mockwx.products.shared.call import Call


class KnownPlatform(Check, frozen=True):
    """40013, or 61011 for an app of another kind. ``alone``: no other app is in play, so the call is the platform's."""

    name: str = "component_appid"
    alone: bool = False

    errcodes = (e.login.INVALID_APPID, e.component.INVALID_COMPONENT)

    def peek(self, call: Call) -> None:
        found = call.world.accounts.app_or_any(call.text(self.name), Kind.COMPONENT)
        if found is not None and self.alone:
            call.app = found

    def ask(self, call: Call) -> Refusal | None:
        appid = call.text(self.name)
        found = call.world.accounts.app_or_any(appid, Kind.COMPONENT)
        if found is None:
            return self.refuse(e.login.INVALID_APPID, f"no app of this world has the appid {appid!r}")
        if found.kind is not Kind.COMPONENT:
            return self.refuse(
                e.component.INVALID_COMPONENT, f"{found.name} is of kind {found.kind}, no third-party platform"
            )
        if call.platform is not None and call.platform.appid != appid:
            return self.refuse(
                e.component.INVALID_COMPONENT, f"the token is that of {call.platform.name}, not of {found.name}"
            )
        call.platform = found
        if self.alone:
            call.app = found
        return None


class LivePlatformToken(Check, frozen=True):
    """The component_access_token, in the query under its own name or as access_token: ``missing``, 40001 or 42001;
    61014 for the token of an app. With ``alone`` the call is the platform's."""

    missing: Errcode = e.common.MISSING_ACCESS_TOKEN
    alone: bool = False

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (
            self.missing,
            e.component.NEEDS_COMPONENT_TOKEN,
            e.common.INVALID_CREDENTIAL,
            e.common.ACCESS_TOKEN_EXPIRED,
        )

    def peek(self, call: Call) -> None:
        found = call.world.components.token(_token(call))
        if found is not None and self.alone:
            call.app = call.world.accounts.app(found.component)

    def ask(self, call: Call) -> Refusal | None:
        text = _token(call)
        if not text:
            return self.refuse(self.missing, "component_access_token is missing or empty in the query")
        found = call.world.components.token(text)
        platform = call.world.accounts.app(found.component) if found is not None else None
        if found is None or platform is None:
            if call.world.tokens.find(text) is not None:
                return Refusal(
                    e.component.NEEDS_COMPONENT_TOKEN,
                    "it is the access_token of an app, not a component_access_token",
                    Evidence.DOCUMENTED,
                    self.gateway,
                )
            return self.refuse(e.common.INVALID_CREDENTIAL, "this world never issued that component_access_token")
        if call.platform is not None and call.platform.appid != platform.appid:
            return self.refuse(
                e.common.INVALID_CREDENTIAL, f"it is the token of {platform.name}, not {call.platform.name}"
            )
        call.platform = platform
        if self.alone:
            call.app = platform
        why = found.why_dead(call.now)
        return self.refuse(e.common.ACCESS_TOKEN_EXPIRED, f"the token is dead: {why}") if why is not None else None


class LiveLent(Check, frozen=True):
    """A ticket or code that WeChat has given to this platform: ``invalid``, or ``expired``."""

    name: str
    find: Callable[[Components, str], Lent | None]
    invalid: Errcode
    expired: Errcode

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.invalid, self.expired)

    def ask(self, call: Call) -> Refusal | None:
        platform, found = call.known_platform, self.find(call.world.components, call.text(self.name))
        if found is None or found.component != platform.appid:
            return self.refuse(self.invalid, f"{platform.name} was never given that {self.name}, or it is forgotten")
        why = found.why_dead(call.now)
        return self.refuse(self.expired, f"the {self.name} is dead: {why}") if why is not None else None


class AuthorizedPlatform(Check, frozen=True):
    """``errcode`` unless the app has authorised the platform. ``name``: find the platform here, if it is given."""

    errcode: Errcode = e.common.COMPONENT_NOT_AUTHORIZED
    name: str = ""

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.errcode,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if self.name:
            appid = call.text(self.name)
            if not appid:
                return None
            platform = call.world.accounts.app_or_any(appid, Kind.COMPONENT)
            if platform is None or platform.kind is not Kind.COMPONENT:
                return self.refuse(self.errcode, f"no third-party platform has the appid {appid!r}")
            call.platform = platform
        platform = call.known_platform
        if call.world.components.authorization(platform.appid, app) is not None:
            return None
        return self.refuse(self.errcode, f"{app.name} has not authorised {platform.name}, or no longer does")


class GrantedToPlatform(Check, frozen=True, kw_only=True):
    """61007 for an api that the platform is denied."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.common.API_UNAUTHORIZED_TO_COMPONENT,)

    def ask(self, call: Call) -> Refusal | None:
        platform, api = call.known_platform, call.endpoint.api
        if api not in platform.denied:
            return None
        return self.refuse(e.common.API_UNAUTHORIZED_TO_COMPONENT, f"{platform.name} is denied {api}")


class NoPlatform(Check, frozen=True, kw_only=True):
    """61024: a third-party platform has a token api of its own."""

    errcodes = (e.credential.MUST_USE_COMPONENT_TOKEN,)

    def ask(self, call: Call) -> Refusal | None:
        if call.app is None or call.app.kind is not Kind.COMPONENT:
            return None
        return self.refuse(e.credential.MUST_USE_COMPONENT_TOKEN, f"{call.app.name} is a third-party platform")


def _token(call: Call) -> str:
    """In the query; where a form is read too, also there."""
    names = ("component_access_token", "access_token")
    if call.endpoint.reads_form:
        return next((given for name in names if (given := call.text(name))), "")
    return next((found for name in names if (found := call.request.query.get(name))), "")
