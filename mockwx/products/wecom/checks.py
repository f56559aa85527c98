"""The questions that WeCom asks before it answers an api."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.people.accounts import Kind
from mockwx.core.people.codes import CodeKind
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import LiveCode
from mockwx.products.shared.checks.apps import stranger
from mockwx.products.shared.checks.quota import quotas_of
from mockwx.products.shared.refusal import Refusal
from mockwx.products.wecom.agents import agent_of_token, agent_with_secret, member_called
from mockwx.products.wecom.dialect import HINT_SINCE


class KnownCorp(Check, frozen=True):
    name: str = "corpid"

    errcodes = (e.wecom.INVALID_CORPID,)

    def peek(self, call: Call) -> None:
        found = call.world.accounts.app_or_any(call.text(self.name), Kind.WECOM)
        call.app = found if found is not None and found.kind is Kind.WECOM else None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.app is not None:
            return None
        return self.refuse(e.wecom.INVALID_CORPID, f"no corp of this world has the corpid {call.text(self.name)!r}")


class SecretOfAgent(Check, frozen=True, kw_only=True):
    """40001; in the early days 40091."""

    errcodes = (e.wecom.INVALID_SECRET, e.wecom.SECRET_INVALID)

    def ask(self, call: Call) -> Refusal | None:
        if agent_with_secret(call, call.text("corpsecret")) is not None:
            return None
        as_of = call.world.settings.wechat.as_of
        early = as_of is not None and as_of < HINT_SINCE
        why = f"the corpsecret is that of no agent of {call.known_app.name}"
        return self.refuse(e.wecom.SECRET_INVALID if early else e.wecom.INVALID_SECRET, why)


class LiveAgentToken(Check, frozen=True, kw_only=True):
    """41001, 40014 or 42001. The query alone is read, also by POST; WeChat's own tokens are garbage here."""

    errcodes = (e.wecom.MISSING_TOKEN, e.wecom.INVALID_TOKEN, e.wecom.TOKEN_EXPIRED)

    def peek(self, call: Call) -> None:
        found = call.world.corps.token(call.request.query.get("access_token", ""))
        if found is not None:
            call.app = call.world.accounts.app(found.token.appid)

    def ask(self, call: Call) -> Refusal | None:
        text = call.request.query.get("access_token", "")
        if not text:
            return self.refuse(e.wecom.MISSING_TOKEN, "access_token is missing or empty in the query")
        found = call.world.corps.token(text)
        app = call.world.accounts.app(found.token.appid) if found is not None else None
        if found is None or app is None:
            of_wechat = call.world.tokens.find(text) is not None
            why = "it is WeChat's, not WeCom's" if of_wechat else "this world never issued it"
            return self.refuse(e.wecom.INVALID_TOKEN, f"the access_token is no good: {why}")
        call.app = app
        death = found.token.why_dead(call.now)
        if death is None:
            return None
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


class WithinFrequency(Check, frozen=True, kw_only=True):
    """45009. Counted for an agent, for a corp or for a user; calls that are refused further down count too."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.QUOTA,)

    def ask(self, call: Call) -> Refusal | None:
        api, corpid, book = call.endpoint.api, call.known_app.appid, call.world.quotas
        counted = []
        for quota in quotas_of(api, call.endpoint.quotas, call):
            match quota.per:
                case "corp":
                    counted.append((quota, corpid))
                case "app":
                    counted.append((quota, f"{corpid}|{agent_of_token(call).agentid}"))
                case "user" if call.user is not None:
                    counted.append((quota, f"{corpid}|{call.user}"))
        for quota, who in counted:
            if book.is_spent(api, quota, f"{quota.per}|{who}", call.now):
                why = f"{quota.rate} calls per {quota.window} and {quota.per} are spent"
                return self.refuse(e.wecom.QUOTA, why)
        for quota, who in counted:
            book.count(api, quota, f"{quota.per}|{who}", call.now)
        return None


ASKED_OF_AGENTS = (LiveAgentToken(), TrustedIp(), MayUse(), WithinFrequency())
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

    errcodes = (e.wecom.NO_SUCH_USER, e.wecom.NO_PRIVILEGE)

    def peek(self, call: Call) -> None:
        if call.app is not None:
            call.user = member_called(call, call.text("userid"))

    def ask(self, call: Call) -> Refusal | None:
        userid, agent = call.text("userid"), agent_of_token(call)
        call.user = user = member_called(call, userid)
        if user is None:
            return self.refuse(e.wecom.NO_SUCH_USER, f"no member of {call.known_app.name} has the userid {userid!r}")
        if agent.sees(user):
            return None
        return self.refuse(e.wecom.NO_PRIVILEGE, f"{user} is outside the visible range of agent {agent.agentid}")


class LiveTicket(Check, frozen=True, kw_only=True):
    """84015 for a user_ticket of nobody or of another agent, 84014 after 1800 s, 50002 for who is visible no more."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.TICKET_INVALID, e.wecom.TICKET_EXPIRED, e.wecom.NOT_VISIBLE)

    def peek(self, call: Call) -> None:
        found = call.world.corps.ticket(call.text("user_ticket"))
        if found is not None:
            call.user = found.user

    def ask(self, call: Call) -> Refusal | None:
        found, agent = call.world.corps.ticket(call.text("user_ticket")), agent_of_token(call)
        if found is None:
            return self.refuse(e.wecom.TICKET_INVALID, "this world never issued that user_ticket, or forgot it")
        if (found.corpid, found.agentid) != (call.known_app.appid, agent.agentid):
            return self.refuse(e.wecom.TICKET_INVALID, f"the user_ticket was issued to agent {found.agentid}")
        call.user = found.user
        if call.now >= found.expires_at:
            return self.refuse(e.wecom.TICKET_EXPIRED, "the user_ticket is older than 1800 s")
        if agent.sees(found.user):
            return None
        return self.refuse(e.wecom.NOT_VISIBLE, f"{found.user} has left the visible range of agent {agent.agentid}")
