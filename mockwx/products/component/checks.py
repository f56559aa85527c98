"""Checks that only the apis of third-party platforms make, and those that come before many of them."""

from __future__ import annotations

from collections.abc import Callable

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import App, Kind
from mockwx.core.platforms import Components, PlatformCredential
from mockwx.core.text.durations import spell_duration
from mockwx.products.component.shared import OPTIONS, owner_named
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import (
    AllowedIp,
    AuthorizedPlatform,
    GrantedToPlatform,
    HasBody,
    KnownApp,
    LeadsBack,
    LiveToken,
    Method,
    Permitted,
    Present,
    WithinQuota,
)
from mockwx.products.shared.refusal import Refusal


class KnownPlatform(Check, frozen=True):
    """40013, or 61011 for an app of another kind. ``alone``: no other app is in play, so the call is the platform's."""

    name: str = "component_appid"
    alone: bool = False

    errcodes = (e.login.INVALID_APPID, e.component.INVALID_COMPONENT)

    def peek(self, call: Call) -> App | None:
        platform = call.world.accounts.app_or_any(call.text(self.name), Kind.COMPONENT)
        if platform is not None and self.alone:
            call.app = platform
        return platform

    def ask(self, call: Call) -> Refusal | None:
        appid, platform = call.text(self.name), self.peek(call)
        if platform is None:
            return self.refuse(e.login.INVALID_APPID, f"no app of this world has the appid {appid!r}")
        if platform.kind is not Kind.COMPONENT:
            return self.refuse(
                e.component.INVALID_COMPONENT, f"{platform.name} is of kind {platform.kind}, no third-party platform"
            )
        if call.platform is not None and call.platform.appid != appid:
            return self.refuse(
                e.component.INVALID_COMPONENT, f"the token is that of {call.platform.name}, not of {platform.name}"
            )
        call.platform = platform
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

    def peek(self, call: Call) -> PlatformCredential | None:
        token = call.world.components.token(_token(call))
        if token is not None and self.alone:
            call.app = call.world.accounts.app(token.component)
        return token

    def ask(self, call: Call) -> Refusal | None:
        text = _token(call)
        if not text:
            return self.refuse(self.missing, "component_access_token is missing or empty in the query")
        token = self.peek(call)
        platform = call.world.accounts.app(token.component) if token is not None else None
        if token is None or platform is None:
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
        if token.replaced_at is not None:
            ago = spell_duration(call.now - token.replaced_at)
            return self.refuse(e.common.INVALID_CREDENTIAL, f"{platform.name} fetched a newer token {ago} ago")
        why = token.why_dead(call.now)
        return self.refuse(e.common.ACCESS_TOKEN_EXPIRED, f"the token is dead: {why}") if why is not None else None


class LiveLent(Check, frozen=True):
    """A ticket or code that WeChat has given to this platform: ``invalid``, or ``expired``."""

    name: str
    find: Callable[[Components, str], PlatformCredential | None]
    invalid: Errcode
    expired: Errcode

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.invalid, self.expired)

    def ask(self, call: Call) -> Refusal | None:
        platform, lent = call.known_platform, self.find(call.world.components, call.text(self.name))
        if lent is None or lent.component != platform.appid:
            return self.refuse(self.invalid, f"{platform.name} was never given that {self.name}, or it is forgotten")
        why = lent.why_dead(call.now)
        return self.refuse(self.expired, f"the {self.name} is dead: {why}") if why is not None else None


def _token(call: Call) -> str:
    """In the query; where a form is read too, also there."""
    names = ("component_access_token", "access_token")
    if call.endpoint.reads_form:
        return next((text for name in names if (text := call.text(name))), "")
    return next((text for name in names if (text := call.request.query.get(name, ""))), "")


class StillAuthorized(Check, frozen=True, kw_only=True):
    """61003 unless the app behind the authorization_code authorises the platform; then the call is about that app."""

    errcodes = (e.common.COMPONENT_NOT_AUTHORIZED,)

    def ask(self, call: Call) -> Refusal | None:
        components, platform = call.world.components, call.known_platform
        code = components.authorization_code(call.text("authorization_code"))
        app = call.world.accounts.app(code.authorizer) if code is not None else None
        if app is None or components.authorization(platform.appid, app) is None:
            return self.refuse(e.common.COMPONENT_NOT_AUTHORIZED, f"the app no longer authorises {platform.name}")
        call.app = app
        return None


class RightRefreshToken(Check, frozen=True, kw_only=True):
    """61023, also for one that is null, or was good before the app authorised the platform again."""

    errcodes = (e.component.AUTHORIZER_REFRESH_TOKEN_INVALID,)

    def ask(self, call: Call) -> Refusal | None:
        components, app, platform = call.world.components, call.known_app, call.known_platform
        authorization = components.authorization(platform.appid, app)
        text = call.text("authorizer_refresh_token")
        if authorization is not None and text == components.refresh_token(platform.appid, app, authorization):
            return None
        what = "it is missing or empty" if not text else f"it is not the current one of {app.name}"
        return self.refuse(
            e.component.AUTHORIZER_REFRESH_TOKEN_INVALID, f"the authorizer_refresh_token is wrong: {what}"
        )


GATE: tuple[Check, ...] = (
    Method(wanted=("POST",)),
    LivePlatformToken(alone=True, gateway=True),
    AllowedIp(e.credential.CLIENT_IP_NOT_REGISTERED, evidence=Evidence.DOCUMENTED),
    Permitted(evidence=Evidence.DOCUMENTED),
    WithinQuota(evidence=Evidence.DOCUMENTED),
    HasBody(evidence=Evidence.DOCUMENTED),
    Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.DOCUMENTED),
    KnownPlatform(alone=True),
)


def for_app(kind: Kind) -> tuple[Check, ...]:
    return (
        Present("appid", e.login.MISSING_APPID, evidence=Evidence.ASSUMED),
        KnownApp("appid", any_kind=kind, evidence=Evidence.ASSUMED),
        Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.DOCUMENTED),
        KnownPlatform(evidence=Evidence.ASSUMED),
        # Seen in 2026 for a token that is not the latest: without a comma, as the gateway spells.
        LivePlatformToken(e.component.MISSING_COMPONENT_TOKEN, evidence=Evidence.ASSUMED, gateway=True),
        AuthorizedPlatform(evidence=Evidence.DOCUMENTED),
        GrantedToPlatform(),
    )


ASKED_OF_PAGES: tuple[Check, ...] = (
    Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.ASSUMED),
    KnownPlatform(alone=True, evidence=Evidence.ASSUMED),
    LiveLent(
        "pre_auth_code",
        Components.pre_auth_code,
        e.component.PLATFORM_CODE_INVALID,
        e.component.PLATFORM_CODE_EXPIRED,
        evidence=Evidence.ASSUMED,
    ),
    Present("redirect_uri", e.page_refusals.MISSING_REDIRECT_URI, evidence=Evidence.ASSUMED),
    LeadsBack("redirect_uri", evidence=Evidence.ASSUMED),
)


class LiveTokenOfEither(Check, frozen=True, kw_only=True):
    """An app's own token or one that it lent, as LiveToken asks; or the platform's, with an authorizer_appid: 40013."""

    errcodes = (*LiveToken.errcodes, e.login.INVALID_APPID)

    def peek(self, call: Call) -> None:
        token = call.world.components.token(_token(call))
        if token is None:
            LiveToken().peek(call)
            return
        call.app = call.world.accounts.app(call.text("authorizer_appid"))

    def ask(self, call: Call) -> Refusal | None:
        token = call.world.components.token(_token(call))
        if token is None:
            return LiveToken().ask(call)
        self.peek(call)
        why = token.why_dead(call.now)
        if why is not None:
            return Refusal(e.common.ACCESS_TOKEN_EXPIRED, f"the token is dead: {why}", self.evidence, gateway=True)
        if call.app is None:
            appid = call.text("authorizer_appid")
            return self.refuse(e.login.INVALID_APPID, f"no app of this world has the appid {appid!r}")
        call.platform = call.world.accounts.app(token.component)
        return AuthorizedPlatform().ask(call)


class OptionName(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.component.INVALID_OPTION_NAME,)

    def ask(self, call: Call) -> Refusal | None:
        name = call.text("option_name")
        if name in OPTIONS:
            return None
        return self.refuse(e.component.INVALID_OPTION_NAME, f"option_name was {name!r}, not {' or '.join(OPTIONS)}")


class OptionValue(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.component.INVALID_OPTION_VALUE,)

    def ask(self, call: Call) -> Refusal | None:
        value, values = call.text("option_value"), OPTIONS[call.text("option_name")]
        if value in values:
            return None
        return self.refuse(e.component.INVALID_OPTION_VALUE, f"option_value was {value!r}, not {' or '.join(values)}")


ASKED_OF_OPTIONS: tuple[Check, ...] = (
    Method(wanted=("POST",)),
    LiveTokenOfEither(gateway=True),
    Permitted(evidence=Evidence.DOCUMENTED),
    WithinQuota(evidence=Evidence.DOCUMENTED),
    HasBody(evidence=Evidence.DOCUMENTED),
    OptionName(),
)


class AppidOfToken(Check, frozen=True, kw_only=True):
    """40013 for an appid that is not the token's; it may be left away."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.login.INVALID_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        appid = call.text("appid")
        if not appid or appid == call.known_app.appid:
            return None
        return self.refuse(e.login.INVALID_APPID, f"the appid is {appid!r}, the token's is {call.known_app.appid}")


ASKED_OF_OPEN_ACCOUNTS: tuple[Check, ...] = (
    Method(wanted=("POST",)),
    LiveToken(),
    Permitted((Kind.OFFICIAL, Kind.MINIPROGRAM, Kind.MINIGAME), evidence=Evidence.ASSUMED),
    WithinQuota(evidence=Evidence.DOCUMENTED),
    AppidOfToken(),
)


class BoundToNone(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.component.HAS_OPEN_ACCOUNT,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if app.owner is None:
            return None
        return self.refuse(e.component.HAS_OPEN_ACCOUNT, f"{app.name} is bound to {app.owner} already")


class IsBound(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.session.NOT_BOUND_TO_OPEN,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if app.owner is not None:
            return None
        return self.refuse(e.session.NOT_BOUND_TO_OPEN, f"{app.name} is bound to no Open Platform account")


class KnownOpenAccount(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.login.INVALID_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        open_appid = call.text("open_appid")
        if owner_named(call, open_appid) is not None:
            return None
        return self.refuse(e.login.INVALID_APPID, f"no Open Platform account has the open_appid {open_appid!r}")


class SameOpenAccount(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.ASSUMED

    errcodes = (e.login.INVALID_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if owner_named(call, call.text("open_appid")) == app.owner:
            return None
        return self.refuse(e.login.INVALID_APPID, f"{app.name} is bound to {app.owner}, which is another account")
