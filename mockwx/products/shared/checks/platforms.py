"""Checks of a third-party platform: has the app authorised it, and for this api."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


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
        platform = call.platform
        if platform is None:
            return self.refuse(self.errcode, f"the platform that {app.name} authorised is gone")
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
