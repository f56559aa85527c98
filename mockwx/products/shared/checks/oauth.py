"""Checks of OAuth: a code that is no mini program's, and the tokens of a user."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.codes import CodeKind
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal


class NoJscode(Check, frozen=True):
    """40242 for a code of wx.login."""

    name: str = "code"

    errcodes = (e.oauth.CODE_IS_JSCODE,)

    def ask(self, call: Call) -> Refusal | None:
        call.code_text = text = call.text(self.name)
        code = call.world.codes.find(text)
        if code is None or code.kind is not CodeKind.LOGIN:
            return None
        call.user = code.user
        return self.refuse(e.oauth.CODE_IS_JSCODE, f"the code is from wx.login on {code.user}'s phone")


class LiveUserToken(Check, frozen=True, kw_only=True):
    """The access_token is a user's: 41001, ``unknown`` or 42001. An app's own access_token is as good as unknown."""

    unknown: Errcode = e.common.INVALID_CREDENTIAL
    unknown_at_gateway: bool = False
    """Whether an unknown one is answered with the gateway's trace, without a comma."""

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (e.common.MISSING_ACCESS_TOKEN, self.unknown, e.common.ACCESS_TOKEN_EXPIRED, e.oauth.TOKENS_REVOKED)

    def peek(self, call: Call) -> None:
        token = call.world.oauth.token(call.text("access_token"))
        if token is not None:
            call.app, call.user = call.world.accounts.app(token.appid), token.user

    def ask(self, call: Call) -> Refusal | None:
        text = call.text("access_token")
        if not text:
            return self.refuse(e.common.MISSING_ACCESS_TOKEN, "access_token is missing or empty")
        token = call.world.oauth.token(text)
        app = call.world.accounts.app(token.appid) if token is not None else None
        if token is None or app is None:
            apps_own = call.world.tokens.find(text) is not None
            why = "it is an app's own token, not a user's" if apps_own else "this world never issued it to a user"
            return Refusal(self.unknown, f"the access_token is no good: {why}", self.evidence, self.unknown_at_gateway)
        call.app, call.user = app, token.user
        death = call.world.oauth.why_dead(token, call.now)
        if death is None:
            return None
        if death.withdrawn:
            reason = f"the access_token is dead: {death.reason}"
            return Refusal(self.unknown, reason, Evidence.ASSUMED, self.unknown_at_gateway)
        errcode = e.common.ACCESS_TOKEN_EXPIRED if death.expired else e.oauth.TOKENS_REVOKED
        return self.refuse(errcode, f"the access_token is dead: {death.reason}")


class OpenidOfToken(Check, frozen=True, kw_only=True):
    """40003 unless the openid is the token's. ``by_choice``: only where the world minds it."""

    by_choice: bool = False

    errcodes = (e.login.INVALID_OPENID,)

    def ask(self, call: Call) -> Refusal | None:
        if self.by_choice and call.world.settings.wechat.userinfo_openid == "ignored":
            return None
        openid = call.text("openid")
        if openid == call.openid_of_token():
            return None
        return self.refuse(
            e.login.INVALID_OPENID, f"the access_token is {call.known_user}'s, the openid {openid!r} is not"
        )


class MayAskProfile(Check, frozen=True, kw_only=True):
    """48001 for a token of a silent login, and for a virtual user of a snapshot page."""

    gateway: bool = True

    errcodes = (e.common.API_UNAUTHORIZED,)

    def ask(self, call: Call) -> Refusal | None:
        token = call.world.oauth.token(call.text("access_token"))
        assert token is not None, "asked behind LiveUserToken"  # noqa: S101
        if token.granted.snapshot:
            return self.refuse(
                e.common.API_UNAUTHORIZED, "the login came from a snapshot page: its user is a virtual one"
            )
        if token.granted.scope == "snsapi_base":
            return self.refuse(e.common.API_UNAUTHORIZED, "the token's scope is snsapi_base")
        return None


class LiveRefreshToken(Check, frozen=True):
    """40030, 42002 or 42007."""

    name: str = "refresh_token"

    errcodes = (e.oauth.INVALID_REFRESH_TOKEN, e.oauth.REFRESH_TOKEN_EXPIRED, e.oauth.TOKENS_REVOKED)

    def peek(self, call: Call) -> None:
        found = call.world.oauth.refresh_token(call.text(self.name))
        if found is not None:
            call.user = found.user

    def ask(self, call: Call) -> Refusal | None:
        found = call.world.oauth.refresh_token(call.text(self.name))
        if found is None:
            return self.refuse(
                e.oauth.INVALID_REFRESH_TOKEN, "this world never issued that refresh_token, or forgot it"
            )
        if found.appid != call.known_app.appid:
            return self.refuse(e.oauth.INVALID_REFRESH_TOKEN, f"it was issued for {found.appid}, not this app")
        call.user = found.user
        death = call.world.oauth.why_dead(found, call.now)
        if death is None:
            return None
        if death.withdrawn:
            reason = f"the refresh_token is dead: {death.reason}"
            return Refusal(e.oauth.INVALID_REFRESH_TOKEN, reason, Evidence.ASSUMED)
        errcode = e.oauth.REFRESH_TOKEN_EXPIRED if death.expired else e.oauth.TOKENS_REVOKED
        return Refusal(errcode, f"the refresh_token is dead: {death.reason}", Evidence.DOCUMENTED)
