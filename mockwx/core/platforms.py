"""Third-party platforms: what a component has beside what every app has, and how an app authorises it.

ticket (pushed, 12 h) ──▶ component_access_token (2 h) ──▶ pre_auth_code (30 min)
                                                                 │ an administrator authorises the app
authorizer_refresh_token (until withdrawn) ◀── authorization_code (1 h)
          └──▶ authorizer_access_token (2 h), which works wherever the app's own access_token does
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import HOUR, MINUTE
from mockwx.core.ids import Ids, appid_for
from mockwx.core.people.accounts import App
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable, Table
from mockwx.core.tokens.token_life import DEAD_TOKEN_REMEMBERED, TOKEN_LIFE, expiry

VERIFY_TICKET_LIFE = 12 * HOUR
PRE_AUTH_CODE_LIFE = 30 * MINUTE
"""As the documentation's text and real bodies have it; its own sample says 600 s."""
AUTHORIZATION_CODE_LIFE = HOUR
"""As real callbacks have it; the documentation's sample says 600 s."""


class Component(Struct, frozen=True, tag=True):
    appid: str
    """The component_appid; the app's secret is the component_appsecret."""
    authorizers: tuple[str, ...] = ()
    """The apps, by name, that have authorised it from the beginning."""


class PlatformCredential(Struct, frozen=True):
    """A ticket, token or code that WeChat has given to a platform."""

    component: str
    expires_at: int
    authorizer: str = ""
    """The appid that an authorization_code stands for."""
    replaced_at: int | None = None
    """When a newer component_access_token ended it."""

    def why_dead(self, now: int) -> str | None:
        death = expiry(self.expires_at, now)
        return death.reason if death is not None else None


class LatestPlatformToken(Struct, frozen=True):
    """The component_access_token that a platform fetched last."""

    token: str


class Authorization(Struct, frozen=True):
    """What an app has granted to a platform: everything, except the apis that the platform is ``denied``."""

    nth: int
    """How often the app has authorised it by now; each time the refresh token is another one."""
    active: bool = True
    at: int = 0
    """When it did so last; 0: from the beginning."""


class Components:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts) -> None:
        self._components = open_table("components", Component)
        self._tickets = open_table("component_tickets", PlatformCredential)
        self._tokens = open_table("component_tokens", PlatformCredential)
        self._latest = open_table("latest_component_tokens", LatestPlatformToken)
        self._pre_auth_codes = open_table("pre_auth_codes", PlatformCredential)
        self._auth_codes = open_table("authorization_codes", PlatformCredential)
        self._authorizations = open_table("authorizations", Authorization)
        self._options = open_table("authorizer_options", str)
        self._open_accounts = open_table("open_accounts", str)
        self._ids = ids
        self._counts = counts

    def add(self, component: Component) -> Component:
        """Add or replace."""
        self._components.put(component.appid, component)
        return component

    def find(self, appid: str) -> Component | None:
        return self._components.get(appid)

    # What WeChat lends to the platform

    def issue_ticket(self, component: str, now: int) -> str:
        text = self._ids.component_secret("ticket", 86, component, self._nth(component))
        return self._issue(self._tickets, text, PlatformCredential(component, now + VERIFY_TICKET_LIFE))

    def ticket(self, text: str) -> PlatformCredential | None:
        return self._tickets.get(text)

    def issue_token(self, component: str, now: int, *, ends_former: bool = False) -> str:
        """Another one at each call; the one before lives on, or ends where ``ends_former`` says so."""
        text = self._ids.component_token(component, self._nth(component))
        former = self._latest.get(component)
        token = self._tokens.get(former.token) if former is not None else None
        if ends_former and former is not None and token is not None:
            self._issue(self._tokens, former.token, replace(token, replaced_at=now))
        self._latest.put(component, LatestPlatformToken(text))
        return self._issue(self._tokens, text, PlatformCredential(component, now + TOKEN_LIFE))

    def token(self, text: str) -> PlatformCredential | None:
        return self._tokens.get(text)

    def issue_pre_auth_code(self, component: str, now: int) -> str:
        text = self._ids.component_code("preauthcode", component, self._nth(component))
        return self._issue(self._pre_auth_codes, text, PlatformCredential(component, now + PRE_AUTH_CODE_LIFE))

    def pre_auth_code(self, text: str) -> PlatformCredential | None:
        return self._pre_auth_codes.get(text)

    # What an app grants to it

    def authorize(self, component: str, app: App, now: int) -> str:
        """The authorization_code; refresh tokens of an earlier authorisation die (documented)."""
        former = self._record(component, app)
        self._keep(component, app, Authorization(former.nth + 1, at=now))
        text = self._ids.component_code("queryauthcode", component, self._nth(component))
        credential = PlatformCredential(component, now + AUTHORIZATION_CODE_LIFE, app.appid)
        return self._issue(self._auth_codes, text, credential)

    def unauthorize(self, component: str, app: App) -> bool:
        """False: it was not authorised."""
        former = self.authorization(component, app)
        if former is None:
            return False
        self._keep(component, app, replace(former, active=False))
        return True

    def authorization_code(self, text: str) -> PlatformCredential | None:
        return self._auth_codes.get(text)

    def authorization(self, component: str, app: App) -> Authorization | None:
        """None: the app has not authorised the platform, or no longer does."""
        record = self._record(component, app)
        return record if record.active else None

    def refresh_token(self, component: str, app: App, authorization: Authorization) -> str:
        """authorizer_refresh_token: the same until the app authorises the platform again."""
        return self._ids.component_secret("refreshtoken", 43, component, app.appid, authorization.nth)

    # What it may change of an app

    def option(self, appid: str, name: str) -> str:
        return self._options.get(f"{appid}|{name}") or "0"

    def set_option(self, appid: str, name: str, value: str) -> None:
        self._options.put(f"{appid}|{name}", value)

    def create_open_account(self, app: App) -> str:
        """The owner's name of a new Open Platform account."""
        owner = f"open {app.name} {self._counts.next('open account', app.appid)}"
        self._open_accounts.put(open_appid_of(owner), owner)
        return owner

    def open_account(self, open_appid: str) -> str | None:
        """The owner's name of an account that was created so."""
        return self._open_accounts.get(open_appid)

    @staticmethod
    def _issue(table: Table[PlatformCredential], text: str, credential: PlatformCredential) -> str:
        table.put(text, credential, credential.expires_at + DEAD_TOKEN_REMEMBERED)
        return text

    def _record(self, component: str, app: App) -> Authorization:
        record = self._authorizations.get(f"{component}|{app.appid}")
        if record is not None:
            return record
        declared = self._components.get(component)
        is_active = declared is not None and app.name in declared.authorizers
        return Authorization(1 if is_active else 0, is_active)

    def _keep(self, component: str, app: App, authorization: Authorization) -> None:
        self._authorizations.put(f"{component}|{app.appid}", authorization)

    def _nth(self, component: str) -> int:
        return self._counts.next("component", component)


def open_appid_of(owner: str) -> str:
    """The appid of an Open Platform account, by the name that apps call their owner."""
    return appid_for(f"open {owner}")
