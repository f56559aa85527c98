"""The check of an access_token, which the gateway makes before it lets a call through."""

from __future__ import annotations

from dataclasses import dataclass

from mockwx.core import errcodes as e
from mockwx.core.accounts import Standing
from mockwx.core.errcodes import Errcode
from mockwx.products.call import Call
from mockwx.products.checks.asked import Asked
from mockwx.products.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveToken(Asked):
    """41001, 40001 or 42001; then how WeChat looks upon the account: 50002 or 48004. The query alone is read."""

    gateway: bool = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (
            e.MISSING_ACCESS_TOKEN,
            e.INVALID_CREDENTIAL,
            e.ACCESS_TOKEN_EXPIRED,
            e.USER_LIMITED,
            e.API_FORBIDDEN,
        )

    def peek(self, call: Call) -> None:
        token = call.world.tokens.find(call.request.query.get("access_token", ""))
        if token is not None:
            call.app = call.world.accounts.app(token.appid)

    def __call__(self, call: Call) -> Refusal | None:
        text = call.request.query.get("access_token", "")
        if not text:
            return self.refuse(e.MISSING_ACCESS_TOKEN, "access_token is missing or empty in the query")
        token = call.world.tokens.find(text)
        app = call.world.accounts.app(token.appid) if token is not None else None
        if token is None or app is None:
            return self.refuse(
                e.INVALID_CREDENTIAL,
                "this world never issued that access_token; a backend that outlives a world may have kept it",
            )
        call.app = app
        death = call.world.tokens.why_dead(token, call.now)
        if death is not None:
            errcode = e.ACCESS_TOKEN_EXPIRED if death.expired else e.INVALID_CREDENTIAL
            return self.refuse(errcode, f"the access_token is dead: {death.reason}")
        if app.standing is Standing.LIMITED:
            return self.refuse(e.USER_LIMITED, f"the account of {app.name} is limited")
        if app.standing is Standing.FORBIDDEN:
            return self.refuse(e.API_FORBIDDEN, f"{app.name} is punished for irregularities")
        return None
