"""The check of an access_token, which the gateway makes before it lets a call through."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import App, Standing
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class LiveToken(Check, frozen=True, kw_only=True):
    """41001, 40001 or 42001; then how WeChat looks upon the account: 50002 or 48004; of a third-party platform 61003 or
    61007. The query alone is read."""

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

    def peek(self, call: Call) -> None:
        token = call.world.tokens.find(call.request.query.get("access_token", ""))
        if token is not None:
            call.app = call.world.accounts.app(token.appid)

    def ask(self, call: Call) -> Refusal | None:
        text = call.request.query.get("access_token", "")
        if not text:
            return self.refuse(e.common.MISSING_ACCESS_TOKEN, "access_token is missing or empty in the query")
        token = call.world.tokens.find(text)
        app = call.world.accounts.app(token.appid) if token is not None else None
        if token is None or app is None:
            return self.refuse(
                e.common.INVALID_CREDENTIAL,
                "this world never issued that access_token; a backend that outlives a world may have kept it",
            )
        call.app = app
        death = token.why_dead(call.now)
        if death is not None:
            errcode = e.common.ACCESS_TOKEN_EXPIRED if death.expired else e.common.INVALID_CREDENTIAL
            return self.refuse(errcode, f"the access_token is dead: {death.reason}")
        if app.standing is Standing.LIMITED:
            return self.refuse(e.common.USER_LIMITED, f"the account of {app.name} is limited")
        if app.standing is Standing.FORBIDDEN:
            return self.refuse(e.common.API_FORBIDDEN, f"{app.name} is punished for irregularities")
        return self._lent(call, app, token.component) if token.component is not None else None

    def _lent(self, call: Call, app: App, component: str) -> Refusal | None:
        """An authorizer_access_token works while the app authorises the platform, for the apis that it grants."""
        platform, api = call.world.accounts.app(component), call.endpoint.api
        if platform is None or call.world.components.authorization(component, app) is None:
            reason = f"{app.name} no longer authorises the platform whose token it is"
            return Refusal(e.common.COMPONENT_NOT_AUTHORIZED, reason, Evidence.ASSUMED, self.gateway)
        call.platform = platform
        if api in platform.denied:
            reason = f"{platform.name} is denied {api}"
            return Refusal(e.common.API_UNAUTHORIZED_TO_COMPONENT, reason, Evidence.DOCUMENTED, self.gateway)
        return None
