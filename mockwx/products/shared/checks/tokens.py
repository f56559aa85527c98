"""Checks of tokens: an app's access_token, before the gateway lets a call through, and a user's refresh_token."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Standing
from mockwx.core.tokens.access_tokens import Token
from mockwx.core.web.oauth import RefreshToken
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks.platforms import AuthorizedPlatform, GrantedToPlatform
from mockwx.products.shared.refusal import Refusal


class LiveToken(Check, frozen=True, kw_only=True):
    """41001, 40001 or 42001; then how WeChat looks upon the account: 50002 or 48004; of a third-party platform 61003 or
    61007. The query alone is read.

    The token decides which app calls; what belongs to another app is refused by ``KnownOpenid``, ``LiveCode`` and
    ``OwnAppid``."""

    gateway: bool = True

    errcodes = (
        e.common.MISSING_ACCESS_TOKEN,
        e.common.INVALID_CREDENTIAL,
        e.common.ACCESS_TOKEN_EXPIRED,
        e.common.USER_LIMITED,
        e.common.API_FORBIDDEN,
        e.common.COMPONENT_NOT_AUTHORIZED,
        e.common.API_UNAUTHORIZED_TO_COMPONENT,
    )

    def peek(self, call: Call) -> Token | None:
        token = call.world.tokens.find(call.request.query.get("access_token", ""))
        if token is not None:
            call.app = call.world.accounts.app(token.appid)
        return token

    def ask(self, call: Call) -> Refusal | None:
        if not call.request.query.get("access_token"):
            return self.refuse(e.common.MISSING_ACCESS_TOKEN, "access_token is missing or empty in the query")
        token, app = self.peek(call), call.app
        if token is None or app is None:
            return self.refuse(
                e.common.INVALID_CREDENTIAL,
                "this world never issued that access_token; a backend that outlives a world may have kept it",
            )
        death = token.why_dead(call.now)
        if death is not None:
            errcode = e.common.ACCESS_TOKEN_EXPIRED if death.expired else e.common.INVALID_CREDENTIAL
            return self.refuse(errcode, f"the access_token is dead: {death.reason}")
        if app.standing is Standing.LIMITED:
            return self.refuse(e.common.USER_LIMITED, f"the account of {app.name} is limited")
        if app.standing is Standing.FORBIDDEN:
            return self.refuse(e.common.API_FORBIDDEN, f"{app.name} is punished for irregularities")
        if token.component is None:
            return None
        # An authorizer_access_token works while the app authorises the platform, for the apis that it grants.
        call.platform = call.world.accounts.app(token.component)
        return _AUTHORIZED.ask(call) or _GRANTED.ask(call)


_AUTHORIZED = AuthorizedPlatform(evidence=Evidence.ASSUMED, gateway=True)
_GRANTED = GrantedToPlatform(gateway=True)


class LiveRefreshToken(Check, frozen=True):
    """40030, 42002 or 42007."""

    name: str = "refresh_token"

    finds_user = True
    errcodes = (e.oauth.INVALID_REFRESH_TOKEN, e.oauth.REFRESH_TOKEN_EXPIRED, e.oauth.TOKENS_REVOKED)

    def peek(self, call: Call) -> RefreshToken | None:
        refresh = call.world.oauth.refresh_token(call.text(self.name))
        if refresh is not None:
            call.user = refresh.user
        return refresh

    def ask(self, call: Call) -> Refusal | None:
        refresh = self.peek(call)
        if refresh is None:
            return self.refuse(
                e.oauth.INVALID_REFRESH_TOKEN, "this world never issued that refresh_token, or forgot it"
            )
        if refresh.appid != call.known_app.appid:
            return self.refuse(e.oauth.INVALID_REFRESH_TOKEN, f"it was issued for {refresh.appid}, not this app")
        death = call.world.oauth.why_dead(refresh, call.now)
        if death is None:
            return None
        if death.ended:
            reason = f"the refresh_token is dead: {death.reason}"
            return Refusal(e.oauth.INVALID_REFRESH_TOKEN, reason, Evidence.ASSUMED)
        errcode = e.oauth.REFRESH_TOKEN_EXPIRED if death.expired else e.oauth.TOKENS_REVOKED
        return Refusal(errcode, f"the refresh_token is dead: {death.reason}", Evidence.DOCUMENTED)
