"""Checks that only 网页授权 makes: of a user's access_token, and of who may see the page."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.web.oauth import UserToken
from mockwx.core.web.wechat_client import USER
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks.quota import CountsCalls
from mockwx.products.shared.refusal import Refusal

SILENT = "snsapi_base"
PROFILE = "snsapi_userinfo"


class LiveUserToken(Check, frozen=True, kw_only=True):
    """The access_token is a user's: 41001, ``unknown`` or 42001. An app's own access_token is as good as unknown."""

    unknown: Errcode = e.common.INVALID_CREDENTIAL
    unknown_at_gateway: bool = False
    """Whether an unknown one is answered with the gateway's trace, without a comma."""

    finds_user = True

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (e.common.MISSING_ACCESS_TOKEN, self.unknown, e.common.ACCESS_TOKEN_EXPIRED, e.oauth.TOKENS_REVOKED)

    def peek(self, call: Call) -> UserToken | None:
        token = call.world.oauth.token(call.text("access_token"))
        if token is not None:
            call.app, call.user = call.world.accounts.app(token.appid), token.user
        return token

    def ask(self, call: Call) -> Refusal | None:
        text = call.text("access_token")
        if not text:
            return self.refuse(e.common.MISSING_ACCESS_TOKEN, "access_token is missing or empty")
        token = self.peek(call)
        if token is None or call.app is None:
            apps_own = call.world.tokens.find(text) is not None
            why = "it is an app's own token, not a user's" if apps_own else "this world never issued it to a user"
            return Refusal(self.unknown, f"the access_token is no good: {why}", self.evidence, self.unknown_at_gateway)
        death = call.world.oauth.why_dead(token, call.now)
        if death is None:
            return None
        if death.ended:
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
    """48001 for the token of a silent login, unless the person has consented to the profile before (observed in 2019,
    2021 and 2024), and for a virtual user of a snapshot page."""

    errcodes = (e.common.API_UNAUTHORIZED,)

    def ask(self, call: Call) -> Refusal | None:
        token = call.world.oauth.token(call.text("access_token"))
        assert token is not None, "asked behind LiveUserToken"  # noqa: S101
        if token.granted.snapshot:
            return self.refuse(
                e.common.API_UNAUTHORIZED, "the login came from a snapshot page: its user is a virtual one"
            )
        if token.granted.scope == SILENT:
            if PROFILE in call.world.oauth.scopes_granted(token.appid, token.user):
                return None
            reason = f"the token's scope is snsapi_base, and {token.user} has never granted {PROFILE} to this app"
            return self.refuse(e.common.API_UNAUTHORIZED, reason)
        return None


STATE_BYTES = 128


class StateFits(Check, frozen=True, kw_only=True):
    """10014 for a ``state`` of more than 128 bytes; that number is assumed."""

    errcodes = (e.page_refusals.STATE_TOO_LONG,)

    def ask(self, call: Call) -> Refusal | None:
        size = len(call.text("state").encode())
        if size <= STATE_BYTES:
            return None
        return self.refuse(e.page_refusals.STATE_TOO_LONG, f"state has {size} bytes, at most {STATE_BYTES} are allowed")


LINK_ORDER = ("appid", "redirect_uri", "response_type", "scope", "state")


class InOrder(Check, frozen=True, kw_only=True):
    """By choice only: the link's parameters stand in the documented order. What WeChat showed instead of the page is
    not known; it is told as 10012."""

    errcodes = (e.page_refusals.MISSING_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        if call.world.settings.wechat.link_order == "any":
            return None
        order = [name for name in call.request.query if name in LINK_ORDER]
        wanted = [name for name in LINK_ORDER if name in order]
        if order == wanted:
            return None
        reason = f"the link's parameters come as {', '.join(order)}, not as {', '.join(wanted)}"
        return self.refuse(e.page_refusals.MISSING_APPID, reason, errmsg="无法打开此链接")


class OfKind(Check, frozen=True):
    """10016: this page is not for apps of this kind."""

    kinds: tuple[Kind, ...]

    errcodes = (e.page_refusals.OPEN_PLATFORM_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if app.kind in self.kinds:
            return None
        return self.refuse(e.page_refusals.OPEN_PLATFORM_APPID, f"{app.name} is of kind {app.kind}")


class NotTooOften(CountsCalls, frozen=True, kw_only=True):
    """10009: the world's limits for this page are spent. How many WeChat allows is not known, so there are none."""

    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.page_refusals.TOO_FREQUENT,)

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        quota = self.spent(call)
        if quota is None:
            return None
        reason = f"{quota.rate} visits per {quota.window} and {quota.per} are spent"
        return self.refuse(e.page_refusals.TOO_FREQUENT, reason)


class Follows(Check, frozen=True, kw_only=True):
    """10006: a test account is for its followers. Asked once it is known who visits."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.page_refusals.NOT_FOLLOWED,)

    def ask(self, call: Call) -> Refusal | None:
        app = call.known_app
        if call.user is None or not app.test_account or call.world.followers.follows(app, call.user):
            return None
        return self.refuse(e.page_refusals.NOT_FOLLOWED, f"{call.user} does not follow the test account {app.name}")
