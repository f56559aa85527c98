"""WeCom: what a corp has beside what every app has: its agents and members, their codes, tokens and tickets.

authorised ──▶ code (5 min, once) ──exchange──▶ userid, and for snsapi_privateinfo a user_ticket (30 min)

gettoken       one token per agent: the same one while it lives, then a new one
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import MINUTE
from mockwx.core.ids import Ids
from mockwx.core.people.accounts import App
from mockwx.core.people.codes import CODE_LIFE, CodeKind, Codes
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable
from mockwx.core.tokens.access_tokens import Token
from mockwx.core.tokens.token_life import DEAD_TOKEN_REMEMBERED, TOKEN_LIFE

USER_TICKET_LIFE = 30 * MINUTE
FIRST_AGENT = "1000002"
"""What the first agent of a corp is called where nothing else is said, as in a new corp."""
_USERID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_SPELT = "mock"
"""So begins the userid of a user whose name cannot be one; the name in hex follows."""


class Agent(Struct, frozen=True):
    """An app inside the corp (自建应用), with a secret and a token of its own."""

    agentid: str
    secret: str | None
    """None takes any secret."""
    domain: str | None = None
    """The trusted domain, with its port if it has one; None lets every host pass."""
    trusted_ips: tuple[str, ...] | None = None
    """Addresses or networks that may call, others get 60020; None lets everybody in."""
    visible: tuple[str, ...] | None = None
    """The members within its visible range; None: all of them."""
    denied: tuple[str, ...] = ()
    """Apis that it may not use: 48002."""

    def sees(self, user: str) -> bool:
        return self.visible is None or user in self.visible

    def trusts(self, host: str) -> bool:
        return self.domain is None or self.domain.lower() == host


class Corp(Struct, frozen=True, tag=True):
    appid: str
    """The corpid."""
    members: tuple[str, ...] | None = None
    """The users who belong to it; None: everybody does."""
    userids: tuple[tuple[str, str], ...] = ()
    """(user, userid) where the userid is not the user's own name."""
    customers: tuple[str, ...] = ()
    """Users outside who are external contacts (客户) of a member whom every agent sees."""
    agentid: str = FIRST_AGENT
    """Of the agent that the app itself stands for."""
    visible: tuple[str, ...] | None = None
    agents: tuple[Agent, ...] = ()
    """The other ones."""
    provider_secret: str | None = None
    """The ProviderSecret, of a corp that is a service provider; None: it is none."""
    without_wechat: tuple[str, ...] = ()
    """Members who use WeCom without WeChat, so that they have no openid."""
    admins: tuple[str, ...] | None = None
    """The members who administrate it, its creator first; None: everybody does."""

    def has(self, user: str) -> bool:
        return self.members is None or user in self.members

    def is_run_by(self, user: str) -> bool:
        return self.admins is None or user in self.admins

    def userid(self, user: str) -> str:
        """The user's own name, where that can be a userid."""
        userid = dict(self.userids).get(user, user)
        return userid if _USERID.fullmatch(userid) else f"{_SPELT}{userid.encode().hex()}"[:64]

    def users_called(self, userid: str) -> tuple[str, ...]:
        """The users whose userid this would be, members or not; upper and lower case do not count (documented)."""
        wanted = userid.lower()
        named = (*dict(self.userids), *(self.members or ()), _unspelt(wanted), userid, wanted)
        return tuple(user for user in named if user and self.userid(user).lower() == wanted)

    def all_agents(self, app: App) -> tuple[Agent, ...]:
        """The app itself first, then the others."""
        own = Agent(self.agentid, app.secret, app.domain, app.ip_whitelist, self.visible, app.denied)
        return (own, *self.agents)

    def agent(self, app: App, agentid: str) -> Agent | None:
        return next((agent for agent in self.all_agents(app) if agent.agentid == agentid), None)


class CorpLogin(Struct, frozen=True):
    """What stands behind a code of an authorisation page."""

    scope: str
    """Empty where the page has none: logins by QR code."""
    host: str
    """Where it led back to, with the port."""


class AgentToken(Struct, frozen=True):
    """An access_token of WeCom: for one agent of one corp."""

    agentid: str
    token: Token
    suite: str = ""
    """The suite_id where a service provider's suite acts at the corp; empty: the corp's own agent."""


class UserTicket(Struct, frozen=True):
    corpid: str
    agentid: str
    user: str
    expires_at: int


class LatestToken(Struct, frozen=True):
    """The token that an agent was given last, and how many it has had."""

    text: str
    made: int


class Corps:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts, codes: Codes) -> None:
        self._corps = open_table("corps", Corp)
        self._entered = open_table("corp_codes", CorpLogin)
        self._tokens = open_table("agent_tokens", AgentToken)
        self._latest = open_table("agent_held", LatestToken)
        self._tickets = open_table("user_tickets", UserTicket)
        self._tfa_codes = open_table("tfa_codes", UserTicket)
        self._ids = ids
        self._counts = counts
        self._codes = codes

    def add(self, corp: Corp) -> Corp:
        """Add or replace."""
        self._corps.put(corp.appid, corp)
        return corp

    def find(self, appid: str) -> Corp | None:
        return self._corps.get(appid)

    def of(self, app: App) -> Corp:
        """As declared; a corp of which nothing was said has one agent, who sees everybody."""
        return self._corps.get(app.appid) or Corp(app.appid)

    # Codes

    def enter(self, corpid: str, user: str, entered: CorpLogin, now: int) -> str:
        """A fresh code for a user who has passed an authorisation page."""
        code = self._codes.issue(CodeKind.CORP, corpid, user, now)
        self._entered.put(code, entered, now + CODE_LIFE)
        return code

    def entered(self, code: str) -> CorpLogin:
        entered = self._entered.get(code)
        assert entered is not None, "a live code of a corp comes with what stands behind it"  # noqa: S101
        return entered

    # Tokens

    def fetch(self, corpid: str, agentid: str, now: int, suite: str = "") -> tuple[str, Token]:
        """What gettoken does, and get_corp_token: the same token while it lives."""
        key = f"{corpid}|{agentid}"
        latest = self._latest.get(key)
        current = self._tokens.get(latest.text) if latest is not None else None
        if latest is not None and current is not None and current.token.why_dead(now) is None:
            return latest.text, current.token
        made = 1 if latest is None else latest.made + 1
        text = self._ids.access_token(key, made)
        token = Token(corpid, now, now + TOKEN_LIFE)
        self._keep(text, AgentToken(agentid, token, suite))
        self._latest.put(key, LatestToken(text, made))
        return text, token

    def token(self, text: str) -> AgentToken | None:
        return self._tokens.get(text)

    def revoke(self, corpid: str, agents: tuple[Agent, ...], now: int) -> int:
        """WeCom kills the tokens of all agents at once; how many worked until now."""
        killed = 0
        for agent in agents:
            latest = self._latest.get(f"{corpid}|{agent.agentid}")
            current = self._tokens.get(latest.text) if latest is not None else None
            if latest is not None and current is not None and current.token.why_dead(now) is None:
                self._keep(latest.text, replace(current, token=replace(current.token, dead_at=now)))
                killed += 1
        return killed

    def keep_from(self, former: Corps, then: int, now: int) -> None:
        """Tokens of an earlier world live on here, as those of other apps do."""
        for text, agent_token in former._tokens.items():
            token = agent_token.token
            if then < token.expires_at + DEAD_TOKEN_REMEMBERED:
                kept = token if now == then else token.carried(then, now)
                self._keep(text, replace(agent_token, token=kept))
        for key, latest in former._latest.items():
            self._latest.put(key, latest)

    def _keep(self, text: str, agent_token: AgentToken) -> None:
        self._tokens.put(text, agent_token, agent_token.token.expires_at + DEAD_TOKEN_REMEMBERED)

    # Tickets

    def issue_ticket(self, corpid: str, agentid: str, user: str, now: int) -> str:
        nth = self._counts.next("user_ticket", corpid, agentid, user)
        text = self._ids.user_token("ticket", f"{corpid}|{agentid}", user, nth)
        ticket = UserTicket(corpid, agentid, user, now + USER_TICKET_LIFE)
        self._tickets.put(text, ticket, ticket.expires_at + DEAD_TOKEN_REMEMBERED)
        return text

    def issue_tfa_code(self, corpid: str, user: str, now: int) -> str:
        """For the corp's own second check of a member."""
        text = self._ids.suite_code("tfa", corpid, user, self._counts.next("tfa", corpid, user))
        tfa_code = UserTicket(corpid, "", user, now + CODE_LIFE)
        self._tfa_codes.put(text, tfa_code, tfa_code.expires_at + DEAD_TOKEN_REMEMBERED)
        return text

    def tfa_code(self, text: str) -> UserTicket | None:
        """Of no agent in particular."""
        return self._tfa_codes.get(text)

    def ticket(self, text: str) -> UserTicket | None:
        return self._tickets.get(text)


def _unspelt(userid: str) -> str:
    try:
        return bytes.fromhex(userid.removeprefix(_SPELT)).decode()
    except ValueError:
        return ""
