"""The questions that WeCom asks: before it answers an api, and of an authorisation link."""

from __future__ import annotations

from collections.abc import Callable

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.core.tokens.quotas import Quota
from mockwx.core.tokens.token_life import expiry
from mockwx.core.web.qrcodes import QrCode
from mockwx.core.web.redirects import site_of
from mockwx.core.web.wechat_client import USER
from mockwx.core.wecom import Agent, AgentToken, UserTicket
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import LiveCode, Present, ShortState
from mockwx.products.shared.checks.apps import stranger
from mockwx.products.shared.checks.quota import WithinFrequency
from mockwx.products.shared.refusal import Refusal
from mockwx.products.shared.wecom_dialect import HINT_SINCE
from mockwx.products.wecom.shared import (
    agent_of_token,
    agent_with_secret,
    corp_of,
    external_userid,
    member_called,
    suite_with_secret,
)


class KnownCorp(Check, frozen=True):
    name: str = "corpid"

    errcodes = (e.wecom.INVALID_CORPID,)

    def peek(self, call: Call) -> None:
        app = call.world.accounts.app_or_any(call.text(self.name), Kind.WECOM)
        call.app = app if app is not None and app.kind is Kind.WECOM else None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.app is not None:
            return None
        return self.refuse(e.wecom.INVALID_CORPID, f"no corp of this world has the corpid {call.text(self.name)!r}")


class SecretOfAgent(Check, frozen=True, kw_only=True):
    """40001; in the early days 40091."""

    errcodes = (e.wecom.INVALID_SECRET, e.wecom.SECRET_INVALID)

    def ask(self, call: Call) -> Refusal | None:
        secret = call.text("corpsecret")
        if agent_with_secret(call, secret) is not None or suite_with_secret(call, secret) is not None:
            return None
        as_of = call.world.settings.wechat.as_of
        early = as_of is not None and as_of < HINT_SINCE
        why = f"the corpsecret is that of no agent of {call.known_app.name}"
        return self.refuse(e.wecom.SECRET_INVALID if early else e.wecom.INVALID_SECRET, why)


class LiveAgentToken(Check, frozen=True, kw_only=True):
    """41001, 40014 or 42001; 48004 for a suite that the corp has removed. The query alone is read, also by POST;
    WeChat's own tokens are garbage here."""

    errcodes = (e.wecom.MISSING_TOKEN, e.wecom.INVALID_TOKEN, e.wecom.TOKEN_EXPIRED, e.wecom.AUTHORIZATION_GONE)

    def peek(self, call: Call) -> AgentToken | None:
        agent = call.world.corps.token(call.request.query.get("access_token", ""))
        if agent is not None:
            call.app = call.world.accounts.app(agent.token.appid)
        return agent

    def ask(self, call: Call) -> Refusal | None:
        text = call.request.query.get("access_token", "")
        if not text:
            return self.refuse(e.wecom.MISSING_TOKEN, "access_token is missing or empty in the query")
        agent = self.peek(call)
        if agent is None or call.app is None:
            of_wechat = call.world.tokens.find(text) is not None
            why = "it is WeChat's, not WeCom's" if of_wechat else "this world never issued it"
            return self.refuse(e.wecom.INVALID_TOKEN, f"the access_token is no good: {why}")
        death = agent.token.why_dead(call.now)
        if death is None:
            if not agent.suite or call.world.suites.is_installed(agent.suite, call.app):
                return None
            why = f"{call.app.name} has removed the suite {agent.suite}"
            return Refusal(e.wecom.AUTHORIZATION_GONE, why, Evidence.DOCUMENTED)
        errcode = e.wecom.TOKEN_EXPIRED if death.expired else e.wecom.INVALID_TOKEN
        evidence = self.evidence if death.expired else Evidence.ASSUMED
        return Refusal(errcode, f"the access_token is dead: {death.reason}", evidence)


class TrustedIp(Check, frozen=True, kw_only=True):
    """60020, where the agent has trusted addresses."""

    errcodes = (e.wecom.UNTRUSTED_IP,)

    def ask(self, call: Call) -> Refusal | None:
        caller, listed = stranger(call.request.client_ip, agent_of_token(call).trusted_ips)
        if caller is None:
            return None
        return self.refuse(e.wecom.UNTRUSTED_IP, f"{caller} is not among the trusted addresses ({listed})")


class MayUse(Check, frozen=True, kw_only=True):
    """48002: an agent that was denied this api."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.API_FORBIDDEN,)

    def ask(self, call: Call) -> Refusal | None:
        agent = agent_of_token(call)
        if call.endpoint.api not in agent.denied:
            return None
        return self.refuse(e.wecom.API_FORBIDDEN, f"agent {agent.agentid} is denied {call.endpoint.api}")


class WithinAgentFrequency(WithinFrequency, frozen=True, kw_only=True):
    """Counted for an agent, for a corp or for a user."""

    knows_corps = True

    def counted_for(self, quota: Quota, call: Call) -> str | None:
        """None where the user is not known."""
        corpid = call.known_app.appid
        match quota.per:
            case "corp":
                return f"corp|{corpid}"
            case "app":
                return f"app|{corpid}|{agent_of_token(call).agentid}"
            case "user":
                return f"user|{corpid}|{call.user}" if call.user is not None else None


ASKED_OF_AGENTS = (LiveAgentToken(), TrustedIp(), MayUse(), WithinAgentFrequency())
"""What comes before any api with an access_token. That the token comes before the parameters was observed; the order
of the rest is assumed."""


def corp_code(name: str, kind: CodeKind) -> LiveCode:
    """40029 for a code that cannot be spent, whatever the reason."""
    return LiveCode(name, kind, e.wecom.INVALID_CODE, e.wecom.INVALID_CODE, e.wecom.INVALID_CODE)


class TrustedDomain(Check, frozen=True, kw_only=True):
    """50001: the login led back to another host than the trusted domain of the agent whose token it is."""

    errcodes = (e.wecom.UNTRUSTED_DOMAIN,)

    def ask(self, call: Call) -> Refusal | None:
        agent, host = agent_of_token(call), call.world.corps.entered(call.code_text or "").host
        if agent.trusts(host):
            return None
        why = f"the login led back to {host}, the trusted domain of agent {agent.agentid} is {agent.domain}"
        return self.refuse(e.wecom.UNTRUSTED_DOMAIN, why)


class KnownMember(Check, frozen=True, kw_only=True):
    """60111 for a userid that nobody has, 60011 for a member outside the agent's visible range."""

    evidence: Evidence = Evidence.OBSERVED

    finds_user = True
    errcodes = (e.wecom.NO_SUCH_USER, e.wecom.NO_PRIVILEGE)

    def peek(self, call: Call) -> str | None:
        call.user = member_called(call, call.text("userid")) if call.app is not None else None
        return call.user

    def ask(self, call: Call) -> Refusal | None:
        userid, agent, user = call.text("userid"), agent_of_token(call), self.peek(call)
        if user is None:
            return self.refuse(e.wecom.NO_SUCH_USER, f"no member of {call.known_app.name} has the userid {userid!r}")
        if agent.sees(user):
            return None
        return self.refuse(e.wecom.NO_PRIVILEGE, f"{user} is outside the visible range of agent {agent.agentid}")


class HasWechat(Check, frozen=True, kw_only=True):
    """43004 for a member who uses WeCom without WeChat."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.NO_WECHAT,)

    def ask(self, call: Call) -> Refusal | None:
        if call.known_user not in corp_of(call).without_wechat:
            return None
        why = f"{call.known_user} uses WeCom without WeChat"
        return self.refuse(e.wecom.NO_WECHAT, why)


class OpenidOfMember(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.INVALID_OPENID,)

    def peek(self, call: Call) -> None:
        identity = call.world.accounts.identity(call.text("openid"))
        is_theirs = identity is not None and call.app is not None and identity.appid == call.app.appid
        call.user = identity.user if identity is not None and is_theirs else None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is not None and corp_of(call).has(call.user):
            return None
        why = f"no member of {call.known_app.name} has the openid {call.text('openid')!r}"
        return self.refuse(e.wecom.INVALID_OPENID, why)


class MemberBy(Check, frozen=True):
    """46004 unless a visible member has this phone number or e-mail address."""

    name: str
    find: Callable[[Call, str], str | None]

    finds_user = True
    errcodes = (e.wecom.NO_SUCH_MEMBER,)

    def peek(self, call: Call) -> None:
        call.user = self.find(call, call.text(self.name)) if call.app is not None else None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is not None and agent_of_token(call).sees(call.user):
            return None
        why = f"no visible member of {call.known_app.name} has the {self.name} {call.text(self.name)!r}"
        return self.refuse(e.wecom.NO_SUCH_MEMBER, why)


class LiveTfaCode(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.ASSUMED

    errcodes = (e.wecom.INVALID_PARAMETER,)

    def ask(self, call: Call) -> Refusal | None:
        tfa = call.world.corps.tfa_code(call.text("tfa_code"))
        if tfa is None or (tfa.corpid, tfa.user) != (call.known_app.appid, call.known_user):
            why = f"{call.known_user} was never given that tfa_code, or it is forgotten"
            return self.refuse(e.wecom.INVALID_PARAMETER, why)
        death = expiry(tfa.expires_at, call.now)
        return self.refuse(e.wecom.INVALID_PARAMETER, f"the tfa_code is dead: {death.reason}") if death else None


class KnownCustomer(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.INVALID_EXTERNAL_USERID,)

    def peek(self, call: Call) -> None:
        customers = corp_of(call).customers if call.app is not None else ()
        named = call.text("external_userid")
        call.user = next((user for user in customers if external_userid(call, user) == named), None)

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is not None:
            return None
        why = f"no customer of {call.known_app.name} has the external_userid {call.text('external_userid')!r}"
        return self.refuse(e.wecom.INVALID_EXTERNAL_USERID, why)


class LiveTicket(Check, frozen=True, kw_only=True):
    """84015 for a user_ticket of nobody or of another agent, 84014 after 1800 s, 50002 for who is visible no more."""

    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.TICKET_INVALID, e.wecom.TICKET_EXPIRED, e.wecom.NOT_VISIBLE)

    def peek(self, call: Call) -> UserTicket | None:
        ticket = call.world.corps.ticket(call.text("user_ticket"))
        if ticket is not None:
            call.user = ticket.user
        return ticket

    def ask(self, call: Call) -> Refusal | None:
        ticket, agent = self.peek(call), agent_of_token(call)
        if ticket is None:
            return self.refuse(e.wecom.TICKET_INVALID, "this world never issued that user_ticket, or forgot it")
        if (ticket.corpid, ticket.agentid) != (call.known_app.appid, agent.agentid):
            return self.refuse(e.wecom.TICKET_INVALID, f"the user_ticket was issued to agent {ticket.agentid}")
        if call.now >= ticket.expires_at:
            return self.refuse(e.wecom.TICKET_EXPIRED, "the user_ticket is older than 1800 s")
        if agent.sees(ticket.user):
            return None
        return self.refuse(e.wecom.NOT_VISIBLE, f"{ticket.user} has left the visible range of agent {agent.agentid}")


# Of an authorisation link: what is wrong with it is shown to the person.


def agents_of_link(call: Call) -> tuple[Agent, ...]:
    """The agent that the link names, or else all of the corp's."""
    agents, named = corp_of(call).all_agents(call.known_app), call.text("agentid")
    return tuple(agent for agent in agents if not named or agent.agentid == named)


class NamesAgent(Check, frozen=True):
    """41011 where the agentid is missing and wanted, 40056 where there is no such agent."""

    scopes: tuple[str, ...] = ()
    """It is wanted for these scopes only; none given: always."""

    errcodes = (e.wecom.MISSING_AGENTID, e.wecom.INVALID_AGENTID)

    def ask(self, call: Call) -> Refusal | None:
        agentid = call.text("agentid")
        if not agentid:
            wanted = not self.scopes or call.text("scope") in self.scopes
            return self.refuse(e.wecom.MISSING_AGENTID, "agentid is missing or empty in the query") if wanted else None
        if agents_of_link(call):
            return None
        agentids = ", ".join(agent.agentid for agent in corp_of(call).all_agents(call.known_app))
        return self.refuse(e.wecom.INVALID_AGENTID, f"there is no agent {agentid!r}; the corp has {agentids}")


class LeadsToTrusted(Check, frozen=True, kw_only=True):
    """50001 unless redirect_uri is a URL on the agent's trusted domain, the port included."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.UNTRUSTED_DOMAIN,)

    def ask(self, call: Call) -> Refusal | None:
        url = call.text("redirect_uri")
        site = site_of(url)
        if site is None:
            return self.refuse(e.wecom.UNTRUSTED_DOMAIN, f"redirect_uri is no http or https URL: {url[:200]!r}")
        agents = agents_of_link(call)
        if any(agent.trusts(site) for agent in agents):
            return None
        trusted = ", ".join(dict.fromkeys(str(agent.domain) for agent in agents))
        return self.refuse(e.wecom.UNTRUSTED_DOMAIN, f"redirect_uri leads to {site}, trusted is {trusted}")


class MayLogIn(Check, frozen=True, kw_only=True):
    """50002: who scans is no member, or outside the visible range of the agent."""

    evidence: Evidence = Evidence.DOCUMENTED

    finds_user = True
    errcodes = (e.wecom.NOT_VISIBLE,)

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is None:
            return None
        if not corp_of(call).has(call.user):
            return self.refuse(e.wecom.NOT_VISIBLE, f"{call.user} is no member of {call.known_app.name}")
        if any(agent.sees(call.user) for agent in agents_of_link(call)):
            return None
        return self.refuse(e.wecom.NOT_VISIBLE, f"{call.user} is outside the agent's visible range")


def corp_qrcode_of(call: Call, name: str) -> QrCode | None:
    """The QR code of the older login page by its key; its corp and, as far as it is known, its user are the call's."""
    qrcode = call.world.qrcodes.find(call.text(name))
    if qrcode is None or not qrcode.corp:
        return None
    call.app = call.world.accounts.app(qrcode.appid)
    call.user = call.text(USER) or qrcode.user or None
    return qrcode


class OfCorpQrCode(Check, frozen=True):
    """Refuses nothing: a page tells the person what is wrong with the QR code. ``name``: what holds its key."""

    name: str

    errcodes = ()

    def peek(self, call: Call) -> None:
        corp_qrcode_of(call, self.name)

    def ask(self, call: Call) -> None:
        corp_qrcode_of(call, self.name)


class MayConfirm(Check, frozen=True, kw_only=True):
    """50002: who scans is no member, or outside the visible range of the agent that the page named."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.NOT_VISIBLE,)

    def ask(self, call: Call) -> Refusal | None:
        qrcode, user = corp_qrcode_of(call, "k"), call.text(USER)
        if qrcode is None or not user:
            return None
        corp = corp_of(call)
        if not corp.has(user):
            return self.refuse(e.wecom.NOT_VISIBLE, f"{user} is no member of {call.known_app.name}")
        agent = corp.agent(call.known_app, qrcode.scope)
        if agent is not None and agent.sees(user):
            return None
        return self.refuse(e.wecom.NOT_VISIBLE, f"{user} is outside the agent's visible range")


ASKED_OF_CORPS = (
    Present("appid", e.wecom.MISSING_CORPID, evidence=Evidence.DOCUMENTED),
    KnownCorp("appid", evidence=Evidence.DOCUMENTED),
)

ASKED_OF_WAYS_BACK = (
    Present("redirect_uri", e.wecom.MISSING_URL, evidence=Evidence.DOCUMENTED),
    LeadsToTrusted(),
    ShortState(),
    MayLogIn(),
)
ASKED_OF_LOGINS = (
    *ASKED_OF_AGENTS,
    Present("code", e.wecom.MISSING_CODE, evidence=Evidence.DOCUMENTED),
    corp_code("code", CodeKind.CORP),
    TrustedDomain(),
)
"""Of the code that a login page gave."""
