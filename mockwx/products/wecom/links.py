"""The questions that WeCom asks of an authorisation link; what is wrong with it is shown to the person."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.core.web.client import USER
from mockwx.core.web.redirects import site_of
from mockwx.core.wecom import Agent
from mockwx.products.shared.call import Call
from mockwx.products.shared.check import Check
from mockwx.products.shared.refusal import Refusal
from mockwx.products.wecom.agents import corp_of

LONGEST_STATE = 128
"""Bytes (documented)."""


def agents_of_link(call: Call) -> tuple[Agent, ...]:
    """The agent that the link names, or else all of the corp's."""
    agents, named = corp_of(call).all_agents(call.known_app), call.text("agentid")
    return tuple(each for each in agents if not named or each.agentid == named)


class ThisCorp(Check, frozen=True, kw_only=True):
    """Refuses nothing: the path is a corp's only where the appid is one."""

    errcodes = ()

    def peek(self, call: Call) -> None:
        call.app = call.world.accounts.app(call.text("appid"))

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        return None


class NamesAgent(Check, frozen=True):
    """41011 where the agentid is missing and wanted, 40056 where there is no such agent."""

    scopes: tuple[str, ...] = ()
    """It is wanted for these scopes only; none given: always."""
    login_types: tuple[str, ...] = ()
    """The same of login_type."""

    errcodes = (e.wecom.MISSING_AGENTID, e.wecom.INVALID_AGENTID)

    def ask(self, call: Call) -> Refusal | None:
        agentid = call.text("agentid")
        if not agentid:
            wanted = (not self.scopes or call.text("scope") in self.scopes) and (
                not self.login_types or call.text("login_type") in self.login_types
            )
            return self.refuse(e.wecom.MISSING_AGENTID, "agentid is missing or empty in the query") if wanted else None
        if agents_of_link(call):
            return None
        known = ", ".join(each.agentid for each in corp_of(call).all_agents(call.known_app))
        return self.refuse(e.wecom.INVALID_AGENTID, f"there is no agent {agentid!r}; the corp has {known}")


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
        if any(each.trusts(site) for each in agents):
            return None
        trusted = ", ".join(dict.fromkeys(str(each.domain) for each in agents))
        return self.refuse(e.wecom.UNTRUSTED_DOMAIN, f"redirect_uri leads to {site}, trusted is {trusted}")


class ShortState(Check, frozen=True, kw_only=True):
    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.STATE,)

    def ask(self, call: Call) -> Refusal | None:
        size = len(call.text("state").encode("utf-8", "surrogatepass"))
        if size <= LONGEST_STATE:
            return None
        return self.refuse(e.wecom.STATE, f"state has {size} bytes, {LONGEST_STATE} are allowed")


class Visitor(Check, frozen=True, kw_only=True):
    """Refuses nobody, but learns who opens the link: inside WeChat and WeCom anybody may."""

    errcodes = ()

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        return None


class MayLogIn(Check, frozen=True, kw_only=True):
    """50002: who scans is no member, or outside the visible range of the agent."""

    evidence: Evidence = Evidence.DOCUMENTED

    errcodes = (e.wecom.NOT_VISIBLE,)

    def peek(self, call: Call) -> None:
        call.user = call.text(USER) or None

    def ask(self, call: Call) -> Refusal | None:
        self.peek(call)
        if call.user is None:
            return None
        if not corp_of(call).has(call.user):
            return self.refuse(e.wecom.NOT_VISIBLE, f"{call.user} is no member of {call.known_app.name}")
        if any(each.sees(call.user) for each in agents_of_link(call)):
            return None
        return self.refuse(e.wecom.NOT_VISIBLE, f"{call.user} is outside the agent's visible range")
