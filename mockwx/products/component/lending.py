"""What a platform gets to act for an app: an authorizer_access_token, and what renews it."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes as e
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


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


def lent(call: Call) -> dict[str, Any]:
    """authorizer_access_token, expires_in and authorizer_refresh_token, in the order that was observed."""
    world, app, platform = call.world, call.known_app, call.known_platform
    authorization = world.components.authorization(platform.appid, app)
    assert authorization is not None, "asked behind a check of the authorisation"  # noqa: S101
    nth = world.counts.next("authorizer token", platform.appid, app.appid)
    text = world.ids.authorizer_token(platform.appid, app.appid, nth)
    token = world.tokens.lend(text, app.appid, platform.appid, call.now)
    return {
        "authorizer_access_token": text,
        "expires_in": (token.expires_at - call.now) // 1000,
        "authorizer_refresh_token": world.components.refresh_token(platform.appid, app, authorization),
    }
