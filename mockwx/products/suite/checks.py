"""The questions that WeCom asks of service providers: of their tickets, tokens and codes, and of a suite's links."""

from __future__ import annotations

from hmac import compare_digest

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.suites import SuiteCredential, SuiteUserTicket
from mockwx.core.web.redirects import site_of
from mockwx.core.web.wechat_client import USER
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import LiveCode, Present
from mockwx.products.shared.checks.apps import stranger
from mockwx.products.shared.checks.quota import WithinFrequency
from mockwx.products.shared.refusal import Refusal
from mockwx.products.suite.shared import corp_named, corp_of_login, corp_of_member


class JsonBody(Check, frozen=True, kw_only=True):
    errcodes = (e.wecom.DATA_FORMAT,)

    def ask(self, call: Call) -> Refusal | None:
        why = call.why_no_body()
        return self.refuse(e.wecom.DATA_FORMAT, f"the body is no JSON object: {why}") if why is not None else None


class KnownSuite(Check, frozen=True):
    name: str = "suite_id"

    errcodes = (e.wecom.INVALID_SUITE_ID,)

    def peek(self, call: Call) -> None:
        app = call.world.accounts.app_or_any(call.text(self.name), Kind.SUITE)
        call.app = app if app is not None and app.kind is Kind.SUITE else None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.app is not None:
            return None
        suite_id = call.text(self.name)
        return self.refuse(e.wecom.INVALID_SUITE_ID, f"no suite of this world has the suite_id {suite_id!r}")


class SuiteSecret(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.INVALID_SUITE_SECRET,)

    def ask(self, call: Call) -> Refusal | None:
        secret = call.known_app.secret
        if secret is None or call.text("suite_secret") == secret:
            return None
        return self.refuse(e.wecom.INVALID_SUITE_SECRET, f"the suite_secret is not that of {call.known_app.name}")


class KnownProvider(Check, frozen=True):
    """40013 for no corp, or one that is no service provider."""

    name: str = "corpid"

    errcodes = (e.wecom.INVALID_CORPID,)

    def peek(self, call: Call) -> None:
        call.app = call.world.accounts.app(call.text(self.name))

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        app = call.app
        if app is None or app.kind is not Kind.WECOM:
            corpid = call.text(self.name)
            return self.refuse(e.wecom.INVALID_CORPID, f"no corp of this world has the corpid {corpid!r}")
        if call.world.corps.of(app).provider_secret is None:
            return self.refuse(e.wecom.INVALID_CORPID, f"{app.name} is no service provider: it has no provider_secret")
        return None


class ProviderSecret(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.ASSUMED

    errcodes = (e.wecom.INVALID_SECRET,)

    def ask(self, call: Call) -> Refusal | None:
        if call.text("provider_secret") == call.world.corps.of(call.known_app).provider_secret:
            return None
        return self.refuse(e.wecom.INVALID_SECRET, f"the provider_secret is not that of {call.known_app.name}")


class LiveSuiteTicket(Check, frozen=True, kw_only=True):
    """40085 for one that is too old, or another suite's."""

    errcodes = (e.wecom.INVALID_SUITE_TICKET,)

    def ask(self, call: Call) -> Refusal | None:
        ticket, suite = call.world.suites.ticket(call.text("suite_ticket")), call.known_app
        if ticket is None:
            return self.refuse(e.wecom.INVALID_SUITE_TICKET, "this world never issued that suite_ticket, or forgot it")
        if ticket.holder != suite.appid:
            return self.refuse(e.wecom.INVALID_SUITE_TICKET, f"it was pushed to {ticket.holder}, not to {suite.name}")
        why = ticket.why_dead(call.now)
        return self.refuse(e.wecom.INVALID_SUITE_TICKET, f"the suite_ticket is dead: {why}") if why else None


class LiveProvidersToken(Check, frozen=True):
    """``missing``, 40082, or ``expired``: of a token in the query, for a holder of this kind."""

    names: tuple[str, ...]
    kind: Kind
    missing: Errcode
    expired: Errcode

    @property
    def errcodes(self) -> tuple[Errcode, ...]:
        return (self.missing, e.wecom.INVALID_SUITE_TOKEN, self.expired)

    def peek(self, call: Call) -> SuiteCredential | None:
        token = call.world.suites.token(self._text(call))
        holder = call.world.accounts.app(token.holder) if token is not None else None
        call.app = holder if holder is not None and holder.kind is self.kind else None
        return token

    def ask(self, call: Call) -> Refusal | None:
        if not self._text(call):
            return Refusal(self.missing, f"{self.names[0]} is missing or empty in the query", Evidence.DOCUMENTED)
        token = self.peek(call)
        if token is None or call.app is None:
            why = self._whose(call, token)
            return self.refuse(e.wecom.INVALID_SUITE_TOKEN, f"the {self.names[0]} is no good: {why}")
        why_dead = token.why_dead(call.now)
        if why_dead is None:
            return None
        return Refusal(self.expired, f"the {self.names[0]} is dead: {why_dead}", Evidence.DOCUMENTED)

    def _text(self, call: Call) -> str:
        query = call.request.query
        return next((text for name in self.names if (text := query.get(name, ""))), "")

    def _whose(self, call: Call, token: SuiteCredential | None) -> str:
        if token is not None:
            return f"it is that of {token.holder}, which is no {self.kind}"
        of_corp = call.world.corps.token(self._text(call)) is not None
        return "it is a corp's access_token" if of_corp else "this world never issued it"


class ListedIp(Check, frozen=True, kw_only=True):
    """60020, where the suite or the provider has an IP list."""

    errcodes = (e.wecom.UNTRUSTED_IP,)

    def ask(self, call: Call) -> Refusal | None:
        caller, listed = stranger(call.request.client_ip, call.known_app.ip_whitelist)
        if caller is None:
            return None
        return self.refuse(e.wecom.UNTRUSTED_IP, f"{caller} is not in the provider's IP list ({listed})")


class SuiteMayUse(Check, frozen=True, kw_only=True):
    """48002: a suite that was denied this api."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.API_FORBIDDEN,)

    def ask(self, call: Call) -> Refusal | None:
        app, api = call.known_app, call.endpoint.api
        return self.refuse(e.wecom.API_FORBIDDEN, f"{app.name} is denied {api}") if api in app.denied else None


_OF_PROVIDERS = (ListedIp(), SuiteMayUse(), WithinFrequency())
ASKED_OF_SUITES = (
    LiveProvidersToken(("suite_access_token",), Kind.SUITE, e.wecom.MISSING_SUITE_TOKEN, e.wecom.SUITE_TOKEN_EXPIRED),
    *_OF_PROVIDERS,
)
"""What comes before any api with a suite_access_token; the order is assumed."""
ASKED_OF_PROVIDERS = (
    LiveProvidersToken(
        ("access_token", "provider_access_token"), Kind.WECOM, e.wecom.MISSING_TOKEN, e.wecom.TOKEN_EXPIRED
    ),
    *_OF_PROVIDERS,
)


class LivePreAuthCode(Check, frozen=True, kw_only=True):
    """40077 for none of this suite, 42007 after twenty minutes."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.INVALID_PRE_AUTH_CODE, e.wecom.PRE_AUTH_CODE_EXPIRED)

    def ask(self, call: Call) -> Refusal | None:
        code, suite = call.world.suites.pre_auth_code(call.text("pre_auth_code")), call.known_app
        if code is None or code.holder != suite.appid:
            why = f"{suite.name} was never given that pre_auth_code, or it is forgotten"
            return self.refuse(e.wecom.INVALID_PRE_AUTH_CODE, why)
        why_dead = code.why_dead(call.now)
        if why_dead is None:
            return None
        return self.refuse(e.wecom.PRE_AUTH_CODE_EXPIRED, f"the pre_auth_code is dead: {why_dead}")


class LiveAuthCode(Check, frozen=True, kw_only=True):
    """40078 for one of somebody else, or that was spent or is too old."""

    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.INVALID_AUTH_CODE,)

    def peek(self, call: Call) -> SuiteCredential | None:
        call.code_text = call.text("auth_code") or None
        code = call.world.suites.auth_code(call.text("auth_code"))
        call.user = (code.user or None) if code is not None else None
        return code

    def ask(self, call: Call) -> Refusal | None:
        code, app = self.peek(call), call.known_app
        if code is None or code.holder != app.appid:
            why = f"{app.name} was never given that auth_code, or it is forgotten"
            return self.refuse(e.wecom.INVALID_AUTH_CODE, why)
        why_dead = code.why_dead(call.now)
        return self.refuse(e.wecom.INVALID_AUTH_CODE, f"the auth_code is dead: {why_dead}") if why_dead else None


class StillInstalled(Check, frozen=True, kw_only=True):
    """48004: the corp behind the auth_code has removed the suite meanwhile."""

    evidence: Evidence = Evidence.ASSUMED

    errcodes = (e.wecom.AUTHORIZATION_GONE,)

    def ask(self, call: Call) -> Refusal | None:
        code = call.world.suites.auth_code(call.text("auth_code"))
        corp = call.world.accounts.app(code.corpid) if code is not None else None
        if corp is not None and call.world.suites.is_installed(call.known_app.appid, corp):
            return None
        return self.refuse(e.wecom.AUTHORIZATION_GONE, f"the corp has removed {call.known_app.name}")


ASKED_OF_INSTALLERS = (
    *ASKED_OF_SUITES,
    JsonBody(evidence=Evidence.ASSUMED),
    Present("auth_code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
    LiveAuthCode(),
    StillInstalled(),
)
"""What comes before an api that spends the auth_code of an installation."""


class HasInstalled(Check, frozen=True, kw_only=True):
    """40082 for a corp that never installed the suite, 48004 for one that removed it."""

    errcodes = (e.wecom.INVALID_SUITE_TOKEN, e.wecom.AUTHORIZATION_GONE)

    def ask(self, call: Call) -> Refusal | None:
        corpid, suite = call.text("auth_corpid"), call.known_app
        corp = corp_named(call, corpid)
        installation = call.world.suites.installation(suite.appid, corp) if corp is not None else None
        if corp is None or installation is None:
            why = f"no corp with the corpid {corpid!r} has ever installed {suite.name}"
            return self.refuse(e.wecom.INVALID_SUITE_TOKEN, why)
        if installation.active:
            return None
        why = f"{corp.name} has removed {suite.name}"
        return Refusal(e.wecom.AUTHORIZATION_GONE, why, Evidence.DOCUMENTED)


class PermanentCode(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.INVALID_PERMANENT_CODE,)

    def ask(self, call: Call) -> Refusal | None:
        corp, suites, suite = corp_named(call, call.text("auth_corpid")), call.world.suites, call.known_app
        installation = suites.installation(suite.appid, corp) if corp is not None else None
        assert corp is not None, "asked behind HasInstalled"  # noqa: S101
        assert installation is not None, "asked behind HasInstalled"  # noqa: S101
        right = suites.permanent_code(suite.appid, corp, installation)
        if compare_digest(call.text("permanent_code").encode("utf-8", "surrogatepass"), right.encode()):
            return None
        why = f"it is not the permanent_code of {suite.name} at {corp.name}"
        return self.refuse(e.wecom.INVALID_PERMANENT_CODE, why)


ASKED_OF_CORPS = (
    *ASKED_OF_SUITES,
    JsonBody(evidence=Evidence.ASSUMED),
    Present("auth_corpid", e.wecom.MISSING_CORPID, evidence=Evidence.DOCUMENTED),
    Present("permanent_code", e.wecom.MISSING_PERMANENT_CODE),
    HasInstalled(),
    PermanentCode(),
)
"""What comes before an api that is about one corp that has installed the suite."""


ASKED_OF_LOGINS = (
    *ASKED_OF_SUITES,
    Present("code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
    LiveCode("code", CodeKind.SUITE, e.wecom.INVALID_CODE, e.wecom.INVALID_CODE, e.wecom.INVALID_CODE),
)
"""What comes before an api that spends the code of a login."""


class LiveUserTicket(Check, frozen=True, kw_only=True):
    """84015 for a user_ticket of nobody or of another suite, 84014 after 1800 s, 50002 for who is visible no more."""

    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.TICKET_INVALID, e.wecom.TICKET_EXPIRED, e.wecom.NOT_VISIBLE)

    def peek(self, call: Call) -> SuiteUserTicket | None:
        ticket = call.world.suites.user_ticket(call.text("user_ticket"))
        if ticket is not None:
            call.user = ticket.user
        return ticket

    def ask(self, call: Call) -> Refusal | None:
        ticket, suite = self.peek(call), call.known_app
        if ticket is None:
            return self.refuse(e.wecom.TICKET_INVALID, "this world never issued that user_ticket, or forgot it")
        if ticket.suite != suite.appid:
            return self.refuse(e.wecom.TICKET_INVALID, f"the user_ticket was issued to {ticket.suite}")
        if call.now >= ticket.expires_at:
            return self.refuse(e.wecom.TICKET_EXPIRED, "the user_ticket is older than 1800 s")
        corp = corp_named(call, ticket.corpid)
        if corp is not None and call.world.suites.agent(suite, corp).sees(ticket.user):
            return None
        return self.refuse(e.wecom.NOT_VISIBLE, f"{ticket.user} has left the visible range of {suite.name}")


# Of a link: what is wrong with it is shown to the person.


class LeadsToDomain(Check, frozen=True, kw_only=True):
    """50001 unless redirect_uri is a URL on the domain of the suite or provider, the port included."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.UNTRUSTED_DOMAIN,)

    def ask(self, call: Call) -> Refusal | None:
        url, domain = call.text("redirect_uri"), call.known_app.domain
        site = site_of(url)
        if site is None:
            return self.refuse(e.wecom.UNTRUSTED_DOMAIN, f"redirect_uri is no http or https URL: {url[:200]!r}")
        if domain is None or domain.lower() == site:
            return None
        return self.refuse(e.wecom.UNTRUSTED_DOMAIN, f"redirect_uri leads to {site}, the domain is {domain}")


class MemberScans(Check, frozen=True, kw_only=True):
    """50002: who scans is a visible member of no corp that has installed the suite."""

    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.NOT_VISIBLE,)

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is None or corp_of_member(call, call.user) is not None:
            return None
        why = f"{call.user} is a visible member of no corp that has installed {call.known_app.name}"
        return self.refuse(e.wecom.NOT_VISIBLE, why)


class MayLogInAtProvider(Check, frozen=True, kw_only=True):
    """50002: who scans is a member of no corp, or where an administrator is wanted administrates none."""

    evidence: Evidence = Evidence.ASSUMED

    finds_user = True
    errcodes = (e.wecom.NOT_VISIBLE,)

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is None or corp_of_login(call, call.user) is not None:
            return None
        wanted = "an administrator" if call.text("usertype") != "member" else "a member"
        return self.refuse(e.wecom.NOT_VISIBLE, f"{call.user} is {wanted} of no corp")
