"""OAuth: what a user has granted to an app, and the codes and tokens that stand for it.

    authorised ──▶ code ──exchange──▶ access_token (2 h) and refresh_token (30 days; of a mobile app 180)
                                          ▲───refresh───┘  still alive: the same one lives on; expired: a new one

A refresh_token is never replaced and its own life never extended. Both die early when the user changes the password,
takes back what the app was granted or, where the world says so, logs in to the app again.

What a person has granted to an app adds up: who has consented once lets a later silent login's token read the profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import DAY
from mockwx.core.ids import Ids
from mockwx.core.people.accounts import App, Kind
from mockwx.core.people.codes import CODE_LIFE, CodeKind, Codes
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable
from mockwx.core.text.durations import spell_duration
from mockwx.core.tokens.token_life import DEAD_TOKEN_REMEMBERED, TOKEN_LIFE, Death, expiry

REFRESH_LIFE = 30 * DAY
REFRESH_LIFE_MOBILE = 180 * DAY

SCOPES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.OFFICIAL: ("snsapi_base", "snsapi_userinfo"),
        Kind.WEBSITE: ("snsapi_login",),
        Kind.MOBILE: ("snsapi_base", "snsapi_userinfo"),
    }
)


def scopes_of(app: App) -> tuple[str, ...]:
    """What the app may ask a user for."""
    return app.scopes if app.scopes is not None else SCOPES.get(app.kind, ())


class Granted(Struct, frozen=True):
    """What the user let the app know. ``snapshot``: in a snapshot page (快照页), as a virtual user."""

    scope: str
    snapshot: bool = False


class Consent(Struct, frozen=True):
    """All scopes that a person has granted to an app so far."""

    scopes: tuple[str, ...]
    withdrawals: int = 0
    """How often the person had taken all back by then; what was granted before that counts no more."""


class LoginCount(Struct, frozen=True):
    """How many logins of a person in an app have ended the tokens of those before, and when the last did."""

    times: int = 0
    last: int = 0


class UserToken(Struct, frozen=True):
    """An access_token of /sns/oauth2: for one user in one app. No app-level token is one."""

    appid: str
    user: str
    granted: Granted
    expires_at: int
    changes: int = 0
    """How often the user had changed the password by then."""
    withdrawals: int = 0
    """How often the user had taken back what this app was granted."""
    logins: int = 0
    """How many logins had ended earlier tokens by then, this one included."""


class RefreshToken(Struct, frozen=True):
    """A refresh_token, and the access_token that it last renewed."""

    appid: str
    user: str
    granted: Granted
    access_token: str
    expires_at: int
    changes: int = 0
    withdrawals: int = 0
    logins: int = 0


class ChangeCount(Struct, frozen=True):
    """How often a user has changed the WeChat password, or taken back what an app was granted, and when last."""

    times: int = 0
    last: int = 0


class OAuth:
    def __init__(self, open_table: OpenTable, ids: Ids, counts: Counts, codes: Codes) -> None:
        self._granted = open_table("oauth_codes", Granted)
        self._tokens = open_table("user_tokens", UserToken)
        self._refreshes = open_table("refresh_tokens", RefreshToken)
        self._passwords = open_table("passwords", ChangeCount)
        self._withdrawals = open_table("withdrawals", ChangeCount)
        self._consents = open_table("consents", Consent)
        self._logins = open_table("user_logins", LoginCount)
        self._ids = ids
        self._counts = counts
        self._codes = codes

    def issue(self, appid: str, user: str, granted: Granted, now: int) -> str:
        """A fresh code for what the user has just granted."""
        if not granted.snapshot:
            self._add_up(appid, user, granted.scope)
        code = self._codes.issue(CodeKind.OAUTH, appid, user, now)
        self._granted.put(code, granted, now + CODE_LIFE)
        return code

    def granted(self, code: str) -> Granted:
        granted = self._granted.get(code)
        assert granted is not None, "a live OAuth code comes with what was granted"  # noqa: S101
        return granted

    def scopes_granted(self, appid: str, user: str) -> tuple[str, ...]:
        """All that the person has granted to the app and not taken back, in the order of granting."""
        consent = self._consents.get(f"{appid}|{user}")
        return consent.scopes if consent is not None and consent.withdrawals == self._times(appid, user)[1] else ()

    def exchange(
        self, appid: str, user: str, granted: Granted, now: int, refresh_life: int, *, ends_former: bool = False
    ) -> tuple[str, str]:
        """A new access_token and refresh_token; those of earlier logins live on unless ``ends_former``."""
        if ends_former:
            logins = self._logins_of(appid, user, granted)
            self._logins.put(_login_key(appid, user, granted), LoginCount(logins.times + 1, now))
        nth = self._counts.next("user token", appid, user)
        refresh = self._ids.user_token("refresh", appid, user, nth)
        access = self._make(appid, user, granted, now)
        times = *self._times(appid, user), self._logins_of(appid, user, granted).times
        self._put(refresh, RefreshToken(appid, user, granted, access, now + refresh_life, *times))
        return access, refresh

    def token(self, text: str) -> UserToken | None:
        return self._tokens.get(text)

    def refresh_token(self, text: str) -> RefreshToken | None:
        return self._refreshes.get(text)

    def why_dead(self, token: UserToken | RefreshToken, now: int) -> Death | None:
        """``expired`` false: the password was changed since, the grant taken back, or a later login made."""
        password, withdrawal = self._password(token.user), self._withdrawal(token.appid, token.user)
        if withdrawal.times > token.withdrawals:
            ago = spell_duration(now - withdrawal.last)
            return Death(False, f"{token.user} took back what the app was granted {ago} ago", ended=True)
        if password.times > token.changes:
            ago = spell_duration(now - password.last)
            return Death(False, f"{token.user} changed the password {ago} ago")
        logins = self._logins_of(token.appid, token.user, token.granted)
        if logins.times > token.logins:
            ago = spell_duration(now - logins.last)
            return Death(False, f"{token.user} logged in again {ago} ago, which ended it", ended=True)
        return expiry(token.expires_at, now)

    def ending(self, now: int, then: int) -> int:
        """How many access_tokens of users that work now will not ``then``."""
        lives = (token for _, token in self._tokens.items() if self.why_dead(token, now) is None)
        return sum(token.expires_at <= then for token in lives)

    def renew(self, text: str, refresh: RefreshToken, now: int) -> str:
        """The access_token of a live refresh_token: the same with its life extended, or a new one."""
        current = self._tokens.get(refresh.access_token)
        if current is not None and self.why_dead(current, now) is None:
            self._keep(refresh.access_token, replace(current, expires_at=now + TOKEN_LIFE))
            return refresh.access_token
        access = self._make(refresh.appid, refresh.user, refresh.granted, now)
        self._put(text, replace(refresh, access_token=access))
        return access

    def change_password(self, user: str, now: int) -> None:
        """All tokens of the user die, in every app."""
        self._passwords.put(user, ChangeCount(self._password(user).times + 1, now))

    def withdraw(self, appid: str, user: str, now: int) -> None:
        """The user takes back what this app was granted: all tokens for the user that it holds die."""
        self._withdrawals.put(f"{appid}|{user}", ChangeCount(self._withdrawal(appid, user).times + 1, now))

    def _password(self, user: str) -> ChangeCount:
        return self._passwords.get(user) or ChangeCount()

    def _withdrawal(self, appid: str, user: str) -> ChangeCount:
        return self._withdrawals.get(f"{appid}|{user}") or ChangeCount()

    def _times(self, appid: str, user: str) -> tuple[int, int]:
        """Changes of the password, and withdrawals, up to now."""
        return self._password(user).times, self._withdrawal(appid, user).times

    def _logins_of(self, appid: str, user: str, granted: Granted) -> LoginCount:
        return self._logins.get(_login_key(appid, user, granted)) or LoginCount()

    def _add_up(self, appid: str, user: str, scope: str) -> None:
        former, (_, withdrawals) = self.scopes_granted(appid, user), self._times(appid, user)
        scopes = tuple(dict.fromkeys((*former, *scope.split(","))))
        if scopes != former:
            self._consents.put(f"{appid}|{user}", Consent(scopes, withdrawals))

    def _make(self, appid: str, user: str, granted: Granted, now: int) -> str:
        nth = self._counts.next("user token", appid, user)
        text = self._ids.user_token("access", appid, user, nth)
        times = *self._times(appid, user), self._logins_of(appid, user, granted).times
        self._keep(text, UserToken(appid, user, granted, now + TOKEN_LIFE, *times))
        return text

    def _keep(self, text: str, token: UserToken) -> None:
        self._tokens.put(text, token, token.expires_at + DEAD_TOKEN_REMEMBERED)

    def _put(self, text: str, refresh: RefreshToken) -> None:
        self._refreshes.put(text, refresh, refresh.expires_at + DEAD_TOKEN_REMEMBERED)


def _login_key(appid: str, user: str, granted: Granted) -> str:
    """The virtual user of a snapshot page is somebody else, whose logins end no token of the real one."""
    return f"{appid}|{user}|snapshot" if granted.snapshot else f"{appid}|{user}"
