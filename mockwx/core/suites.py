"""WeCom's service providers: what a suite (第三方应用) has beside what every app has, and how a corp installs it.

suite_ticket (pushed, 30 min) ──▶ suite_access_token (2 h) ──▶ pre_auth_code (20 min)
                                                                    │ an administrator installs the suite
access_token for the corp (2 h) ◀── permanent_code (until removed) ◀── auth_code (10 min, once)

A suite has one token, the same while it lives; so has a provider, and a suite at each corp.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import DAY, MINUTE
from mockwx.core.ids import Ids
from mockwx.core.people.accounts import App, Kind
from mockwx.core.people.codes import CODE_LIFE, CodeKind, Codes
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable, Table
from mockwx.core.tokens.token_life import DEAD_TOKEN_REMEMBERED, TOKEN_LIFE, expiry
from mockwx.core.wecom import USER_TICKET_LIFE, Agent, Corp, Corps

SUITE_TICKET_LIFE = 30 * MINUTE
SUITE_PRE_AUTH_CODE_LIFE = 20 * MINUTE
AUTH_CODE_LIFE = 10 * MINUTE


class Suite(Struct, frozen=True, tag=True):
    appid: str
    """The suite_id; the app's secret is the suite_secret."""
    provider: str = ""
    """The corp, by name, whose suite it is; members are called alike in all suites of one provider."""
    corps: tuple[str, ...] = ()
    """The corps, by name, that have installed it from the beginning."""
    visible: tuple[str, ...] | None = None
    """The members within its visible range at every corp; None: all of them."""
    userids: str = "encrypted"
    """``encrypted``: members have no other userid than their open_userid; ``plain``: the corp's own."""


class SuiteCredential(Struct, frozen=True):
    """A ticket, token or code that WeCom has given to a suite or, by its corpid, to a provider."""

    holder: str
    expires_at: int
    spent_at: int | None = None
    corpid: str = ""
    """The corp that an auth_code stands for."""
    user: str = ""
    """The administrator who installed the suite, or who logged in at the provider's."""
    state: str = ""
    auth_type: int = 0
    """Of a pre_auth_code, as set_session_info has it: 1 installs a suite that is not published."""
    admin: bool = False
    """Of a login at the provider's: as an administrator, not as a member."""

    def why_dead(self, now: int) -> str | None:
        if self.spent_at is not None:
            return "it was spent already"
        death = expiry(self.expires_at, now)
        return death.reason if death is not None else None


class LatestSuiteToken(Struct, frozen=True):
    """The token that a suite or a provider was given last, and how many it has had."""

    text: str
    made: int


class Installation(Struct, frozen=True):
    """A suite at a corp."""

    nth: int
    """How often the corp has installed it by now; each time the permanent_code is another one."""
    active: bool = True
    user: str = ""
    """The administrator who installed it; nobody knows of one that was there from the beginning."""


class Membership(Struct, frozen=True):
    """Whom an open_userid stands for."""

    corpid: str
    user: str


class SuiteLogin(Struct, frozen=True):
    """What stands behind a code of a suite's login."""

    corpid: str
    """The corp whose member it is; empty: of none that has installed the suite."""
    scope: str
    """Empty where the page has none: logins by QR code."""


class SuiteUserTicket(Struct, frozen=True):
    suite: str
    corpid: str
    user: str
    private: bool
    """For snsapi_privateinfo: the gender is told."""
    expires_at: int


class Suites:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts, codes: Codes) -> None:
        self._suites = open_table("suites", Suite)
        self._tickets = open_table("suite_tickets", SuiteCredential)
        self._tokens = open_table("suite_tokens", SuiteCredential)
        self._latest = open_table("latest_suite_tokens", LatestSuiteToken)
        self._pre_auth_codes = open_table("suite_pre_auth_codes", SuiteCredential)
        self._auth_codes = open_table("suite_auth_codes", SuiteCredential)
        self._installations = open_table("installations", Installation)
        self._memberships = open_table("memberships", Membership)
        self._logins = open_table("suite_logins", SuiteLogin)
        self._user_tickets = open_table("suite_user_tickets", SuiteUserTicket)
        self._ids = ids
        self._counts = counts
        self._codes = codes

    def add(self, suite: Suite) -> Suite:
        """Add or replace."""
        self._suites.put(suite.appid, suite)
        return suite

    def find(self, appid: str) -> Suite | None:
        return self._suites.get(appid)

    def of(self, app: App) -> Suite:
        """As declared; one of which nothing was said is installed nowhere."""
        return self._suites.get(app.appid) or Suite(app.appid)

    # What WeCom lends to a suite or a provider

    def issue_ticket(self, suite: str, now: int) -> str:
        nth = self._counts.next("suite", suite)
        text = self._ids.suite_secret("suite_ticket", 64, suite, nth)
        return self._keep(self._tickets, text, SuiteCredential(suite, now + SUITE_TICKET_LIFE))

    def ticket(self, text: str) -> SuiteCredential | None:
        return self._tickets.get(text)

    def fetch_token(self, holder: str, now: int) -> tuple[str, int]:
        """The token of a suite or a provider, the same while it lives; and when it expires."""
        latest = self._latest.get(holder)
        current = self._tokens.get(latest.text) if latest is not None else None
        if latest is not None and current is not None and current.why_dead(now) is None:
            return latest.text, current.expires_at
        made = 1 if latest is None else latest.made + 1
        text = self._ids.suite_secret("suite_token", 128, holder, made)
        expires_at = now + TOKEN_LIFE
        self._keep(self._tokens, text, SuiteCredential(holder, expires_at))
        self._latest.put(holder, LatestSuiteToken(text, made))
        return text, expires_at

    def token(self, text: str) -> SuiteCredential | None:
        return self._tokens.get(text)

    def revoke(self, holder: str) -> int:
        """WeCom forgets the token at once; how many there were."""
        latest = self._latest.get(holder)
        if latest is None or self._tokens.get(latest.text) is None:
            return 0
        self._tokens.drop(latest.text)
        return 1

    def issue_pre_auth_code(self, suite: str, now: int) -> str:
        return self._issue(self._pre_auth_codes, SuiteCredential(suite, now + SUITE_PRE_AUTH_CODE_LIFE))

    def pre_auth_code(self, text: str) -> SuiteCredential | None:
        return self._pre_auth_codes.get(text)

    def set_auth_type(self, pre_auth_code: str, auth_type: int) -> None:
        record = self._pre_auth_codes.get(pre_auth_code)
        assert record is not None, "asked behind a check of the pre_auth_code"  # noqa: S101
        self._keep(self._pre_auth_codes, pre_auth_code, replace(record, auth_type=auth_type))

    # What a corp grants to it

    def install(self, suite: str, corp: App, user: str, state: str, now: int) -> str:
        """The auth_code. Who installs it again gets another permanent_code only where it was removed meanwhile."""
        former = self._record(suite, corp)
        nth = former.nth if former.active else former.nth + 1
        self._put(suite, corp, Installation(nth, user=user))
        credential = SuiteCredential(suite, now + AUTH_CODE_LIFE, corpid=corp.appid, user=user, state=state)
        return self._issue(self._auth_codes, credential)

    def uninstall(self, suite: str, corp: App) -> bool:
        """False: it was not installed."""
        former = self._record(suite, corp)
        if not former.active:
            return False
        self._put(suite, corp, replace(former, active=False))
        return True

    def reset(self, suite: str, corp: App, now: int) -> str | None:
        """Another permanent_code: the auth_code that fetches it; None: it is not installed."""
        former = self._record(suite, corp)
        if not former.active:
            return None
        self._put(suite, corp, replace(former, nth=former.nth + 1))
        credential = SuiteCredential(suite, now + AUTH_CODE_LIFE, corpid=corp.appid, user=former.user)
        return self._issue(self._auth_codes, credential)

    def auth_code(self, text: str) -> SuiteCredential | None:
        return self._auth_codes.get(text)

    def issue_login(self, provider: str, corpid: str, user: str, now: int, *, admin: bool) -> str:
        """The auth_code of a login at a provider's website."""
        credential = SuiteCredential(provider, now + AUTH_CODE_LIFE, corpid=corpid, user=user, admin=admin)
        return self._issue(self._auth_codes, credential)

    def spend(self, auth_code: str, now: int) -> None:
        record = self._auth_codes.get(auth_code)
        assert record is not None, "asked behind a check of the auth_code"  # noqa: S101
        self._auth_codes.put(auth_code, replace(record, spent_at=now), now + DAY)

    def installation(self, suite: str, corp: App) -> Installation | None:
        """As it is, or was; None: the corp has never installed the suite."""
        record = self._record(suite, corp)
        return record if record.nth else None

    def is_installed(self, suite: str, corp: App) -> bool:
        return self._record(suite, corp).active

    def permanent_code(self, suite: str, corp: App, installation: Installation) -> str:
        """The same until the corp removes the suite and installs it again."""
        return self._ids.suite_secret("permanent_code", 43, suite, corp.appid, installation.nth)

    def agent(self, suite: App, corp: App) -> Agent:
        """As what the suite acts at the corp: an agent that sees nobody where it is not installed."""
        drawn = int(self._ids.hexadecimal(8, "suite agent", suite.appid, corp.appid), 16)
        visible = self.of(suite).visible if self.is_installed(suite.appid, corp) else ()
        agentid = str(1_100_000 + drawn % 800_000)
        return Agent(agentid, None, suite.domain, suite.ip_whitelist, visible, suite.denied)

    # Members

    def corps_of(self, suite: App, user: str, apps: Iterable[App], corps: Corps) -> list[App]:
        """Those of ``apps`` that are corps which have installed the suite and have the user as a visible member."""
        return [
            app
            for app in apps
            if app.kind is Kind.WECOM
            and self.is_installed(suite.appid, app)
            and corps.of(app).has(user)
            and self.agent(suite, app).sees(user)
        ]

    def userid(self, suite: Suite, corp: Corp, user: str) -> str:
        """What the suite knows the member by."""
        return self.open_userid(suite, corp.appid, user) if suite.userids == "encrypted" else corp.userid(user)

    def open_userid(self, suite: Suite, corpid: str, user: str) -> str:
        """32 characters; from now on it leads back to the member."""
        text = self._ids.open_userid(suite.provider or suite.appid, corpid, user)
        if self._memberships.get(text) is None:
            self._memberships.put(text, Membership(corpid, user))
        return text

    def membership(self, open_userid: str) -> Membership | None:
        return self._memberships.get(open_userid)

    def enter(self, kind: CodeKind, suite: str, user: str, login: SuiteLogin, now: int) -> str:
        """A fresh code for a user who has passed a page of the suite's, or called wx.qy.login in its mini program."""
        code = self._codes.issue(kind, suite, user, now)
        self._logins.put(code, login, now + CODE_LIFE)
        return code

    def login(self, code: str) -> SuiteLogin:
        login = self._logins.get(code)
        assert login is not None, "a live code of a suite comes with what stands behind it"  # noqa: S101
        return login

    def issue_user_ticket(self, suite: str, corpid: str, user: str, now: int, *, private: bool) -> str:
        nth = self._counts.next("suite_user_ticket", suite, corpid, user)
        text = self._ids.suite_secret("suite_user_ticket", 128, suite, corpid, user, nth)
        ticket = SuiteUserTicket(suite, corpid, user, private, now + USER_TICKET_LIFE)
        self._user_tickets.put(text, ticket, ticket.expires_at + DEAD_TOKEN_REMEMBERED)
        return text

    def user_ticket(self, text: str) -> SuiteUserTicket | None:
        return self._user_tickets.get(text)

    def _issue(self, table: Table[SuiteCredential], credential: SuiteCredential) -> str:
        """A fresh code."""
        nth = self._counts.next("suite", credential.holder)
        return self._keep(table, self._ids.suite_code("suite_code", credential.holder, nth), credential)

    @staticmethod
    def _keep(table: Table[SuiteCredential], text: str, credential: SuiteCredential) -> str:
        table.put(text, credential, credential.expires_at + DEAD_TOKEN_REMEMBERED)
        return text

    def _record(self, suite: str, corp: App) -> Installation:
        record = self._installations.get(f"{suite}|{corp.appid}")
        if record is not None:
            return record
        declared = self._suites.get(suite)
        is_installed = declared is not None and corp.name in declared.corps
        return Installation(1 if is_installed else 0, is_installed)

    def _put(self, suite: str, corp: App, installation: Installation) -> None:
        self._installations.put(f"{suite}|{corp.appid}", installation)
