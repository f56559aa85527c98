"""Checks that only the apis of credentials make: who gets a token, and which quota or call may be looked at."""

from __future__ import annotations

import re

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind, Standing
from mockwx.core.text.durations import spell_duration
from mockwx.core.tokens.quotas import Quota, day_number
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import LiveToken, Method, Permitted, WithinQuota
from mockwx.products.shared.refusal import Refusal


class NoPlatform(Check, frozen=True, kw_only=True):
    """61024: a third-party platform has a token api of its own."""

    lasting = True
    errcodes = (e.credential.MUST_USE_COMPONENT_TOKEN,)

    def ask(self, call: Call) -> Refusal | None:
        if call.app is None or call.app.kind is not Kind.COMPONENT:
            return None
        return self.refuse(e.credential.MUST_USE_COMPONENT_TOKEN, f"{call.app.name} is a third-party platform")


class MayFetchToken(Check, frozen=True, kw_only=True):
    """50004 or 50007: an account that is punished or frozen gets no access_token."""

    evidence: Evidence = Evidence.DOCUMENTED

    lasting = True
    errcodes = (e.credential.TOKEN_FORBIDDEN, e.credential.ACCOUNT_FROZEN)

    def ask(self, call: Call) -> Refusal | None:
        standing = call.known_app.standing
        if standing is Standing.GOOD:
            return None
        if standing is Standing.TOKEN_FORBIDDEN:
            return self.refuse(e.credential.TOKEN_FORBIDDEN, f"{call.known_app.name} is forbidden to use access tokens")
        if standing is Standing.FROZEN:
            return self.refuse(e.credential.ACCOUNT_FROZEN, f"the account of {call.known_app.name} is frozen")
        return None


class ForceLeft(Check, frozen=True, kw_only=True):
    """Twenty forced refreshes a day; the errcode of the next one is assumed."""

    evidence: Evidence = Evidence.ASSUMED

    errcodes = (e.common.DAILY_QUOTA,)

    def ask(self, call: Call) -> Refusal | None:
        if not call.flag("force_refresh"):
            return None
        appid, today = call.known_app.appid, day_number(call.now)
        if call.world.tokens.may_force(appid, call.now, today):
            return None
        return self.refuse(e.common.DAILY_QUOTA, "the day's 20 forced refreshes are spent")


class LiveTokenOfAny(Check, frozen=True, kw_only=True):
    """As LiveToken asks; the component_access_token of a third-party platform will do too."""

    gateway: bool = True

    errcodes = LiveToken.errcodes

    def peek(self, call: Call) -> None:
        token = call.world.components.token(call.request.query.get("access_token", ""))
        if token is None:
            LiveToken().peek(call)
        else:
            call.app = call.world.accounts.app(token.component)

    def ask(self, call: Call) -> Refusal | None:
        token = call.world.components.token(call.request.query.get("access_token", ""))
        self.peek(call)
        if token is None or call.app is None:
            return LiveToken().ask(call)
        if token.replaced_at is not None:
            ago = spell_duration(call.now - token.replaced_at)
            return self.refuse(e.common.INVALID_CREDENTIAL, f"{call.app.name} fetched a newer token {ago} ago")
        why = token.why_dead(call.now)
        return self.refuse(e.common.ACCESS_TOKEN_EXPIRED, f"the token is dead: {why}") if why is not None else None


class OwnAppid(Check, frozen=True, kw_only=True):
    """The appid in the body is that of the access_token."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.login.INVALID_APPID,)

    def ask(self, call: Call) -> Refusal | None:
        appid = call.text("appid")
        if appid == call.known_app.appid:
            return None
        return self.refuse(e.login.INVALID_APPID, f"the appid is {appid!r}, the token's is {call.known_app.appid}")


CLEARINGS = Quota(10, "month")
"""An app may clear its quotas ten times a month (documented), however it does it (assumed)."""


class MayClear(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.credential.CLEAR_QUOTA_LIMIT,)

    def ask(self, call: Call) -> Refusal | None:
        if call.world.quotas.is_spent("clear_quota", CLEARINGS, call.known_app.appid, call.now):
            return self.refuse(e.credential.CLEAR_QUOTA_LIMIT, f"the month's {CLEARINGS.rate} clearings are spent")
        return None


class ClearsFor(Check, frozen=True, kw_only=True):
    """40013 or 61003 for an app that a platform may not clear for; without an appid it clears for itself."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.login.INVALID_APPID, e.common.COMPONENT_NOT_AUTHORIZED)

    def ask(self, call: Call) -> Refusal | None:
        platform, appid = call.known_app, call.text("appid")
        if not appid or appid == platform.appid:
            return None
        app = call.world.accounts.app(appid)
        if app is None:
            return self.refuse(e.login.INVALID_APPID, f"no app of this world has the appid {appid!r}")
        if call.world.components.authorization(platform.appid, app) is None:
            why = f"{app.name} has not authorised {platform.name}, or no longer does"
            return self.refuse(e.common.COMPONENT_NOT_AUTHORIZED, why)
        call.app, call.platform = app, platform
        return None


class CountedPath(Check, frozen=True, kw_only=True):
    """76021 for a cgi_path that does not exist, 76022 for one of /sns, which these tools leave out."""

    errcodes = (e.credential.CGI_PATH_NOT_FOUND, e.credential.CGI_PATH_NO_PERMISSION)

    def ask(self, call: Call) -> Refusal | None:
        path = call.text("cgi_path")
        if path.startswith("/sns/"):
            return self.refuse(e.credential.CGI_PATH_NO_PERMISSION, "paths of /sns have no quota to look at")
        if path not in call.neighbours:
            return self.refuse(e.credential.CGI_PATH_NOT_FOUND, f"no api lives at {path!r}")
        return None


KEPT = 7 * 86_400_000
"""Milliseconds for which a rid can be looked up (documented)."""

_RID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")


class OwnRid(Check, frozen=True, kw_only=True):
    """The rid has its form (76002), is known (76001), belongs to this app (76003) and is not too old (76004)."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (
        e.credential.RID_FORMAT,
        e.credential.RID_NOT_FOUND,
        e.credential.RID_NOT_OWNER,
        e.credential.RID_EXPIRED,
    )

    def ask(self, call: Call) -> Refusal | None:
        rid = call.text("rid")
        if not _RID.fullmatch(rid):
            return self.refuse(e.credential.RID_FORMAT, f"{rid!r} has not the form 8hex-8hex-8hex")
        about = call.world.journal.by_rid(rid)
        if about is None:
            return self.refuse(e.credential.RID_NOT_FOUND, "the journal knows no such rid")
        if about.request.path.startswith("/sns/"):
            return self.refuse(e.credential.RID_NOT_FOUND, "rids of /sns are not known to this api")
        if about.appid is not None and about.appid != call.known_app.appid:
            return self.refuse(e.credential.RID_NOT_OWNER, f"it belongs to {about.app}")
        if call.now - about.at > KEPT:
            return self.refuse(e.credential.RID_EXPIRED, "it is more than seven days old")
        return None


IP_LIST_CHECKS = (
    Method(wanted=("GET",)),
    LiveToken(),
    Permitted(evidence=Evidence.DOCUMENTED),
    WithinQuota(evidence=Evidence.DOCUMENTED),
)
