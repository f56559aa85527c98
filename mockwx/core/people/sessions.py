"""Sessions: one user in one app, with an openid and the session_key of the moment.

The key comes into being at wx.login, not at the exchange. Whether a login makes a new one is the policy's choice;
until then all that the phone seals is sealed with the current one, whatever the backend still holds.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.clock import DAY, MINUTE
from mockwx.core.ids import Ids
from mockwx.core.people.accounts import App, User
from mockwx.core.tables.table import OpenTable

Rotate = Literal["never", "window", "always"]


class KeyPolicy(Struct, frozen=True):
    """When a wx.login makes a new session_key. Tencent documents that there is a minimum refresh cycle and that use
    renews a key's validity, and discloses no figure: 10 minutes and 3 days are assumed. Times are milliseconds.
    """

    rotate_on_login: Rotate = "window"
    window: int = 10 * MINUTE
    idle: int = 3 * DAY


KeyHolds = Literal["+", "/", "+/", "neither"]
"""Characters of base64 that get lost on the way through forms, URLs and stores."""


def _holds(key: str, wanted: KeyHolds) -> bool:
    present = "".join(letter for letter in "+/" if letter in key)
    return not present if wanted == "neither" else all(letter in present for letter in wanted)


class Session(Struct, frozen=True, gc=False):
    openid: str
    unionid: str | None
    """As of the last login; None where the app has no owner."""
    session_key: str
    generation: int
    """How many keys this user has had in this app."""
    login_generation: int
    """The key that was current at the phone's last wx.login; wx.checkSession asks whether it still is."""
    made_at: int
    expires_at: int


class Sessions:
    def __init__(self, open_table: OpenTable, ids: Ids, policy: KeyPolicy) -> None:
        self._sessions = open_table("sessions", Session)
        self._ids = ids
        self._policy = policy

    def find(self, appid: str, user: str) -> Session | None:
        """The session, expired or not."""
        return self._sessions.get(f"{appid}|{user}")

    def live(self, appid: str, user: str, now: int) -> Session | None:
        session = self._sessions.get(f"{appid}|{user}")
        return session if session is not None and now < session.expires_at else None

    def seen_at(self, appid: str, user: str) -> int | None:
        """When the user was last in the app; None: never."""
        session = self.find(appid, user)
        return None if session is None else session.expires_at - self._policy.idle

    def login(
        self, app: App, user: User, openid: str, unionid: str | None, now: int, key_holds: KeyHolds | None = None
    ) -> Session:
        """What wx.login does to the key, by the policy; the use renews its validity. A key that does not hold
        ``key_holds`` is due for another."""
        session = self._sessions.get(f"{app.appid}|{user.name}")
        if session is None:
            session = Session(openid, unionid, "", 0, 0, now, now)
        if session.generation == 0 or now >= session.expires_at or self._is_due(session, now):
            session = self._renewed(session, app.appid, user.name, made_at=now)
        while key_holds is not None and not _holds(session.session_key, key_holds):
            session = self._renewed(session, app.appid, user.name, made_at=now)
        session = replace(
            session,
            openid=openid,
            unionid=unionid,
            login_generation=session.generation,
            expires_at=now + self._policy.idle,
        )
        return self._keep(app.appid, user.name, session)

    def ending(self, now: int, then: int) -> int:
        """How many session_keys that are valid now will not be ``then``, if nobody uses the apps meanwhile."""
        return sum(now < session.expires_at <= then for _, session in self._sessions.items())

    def touch(self, appid: str, user: str, now: int) -> Session | None:
        """The user uses the app, which renews the key's validity; None if there is no live session."""
        session = self.live(appid, user, now)
        if session is None:
            return None
        return self._keep(appid, user, replace(session, expires_at=now + self._policy.idle))

    def rotate(self, appid: str, user: str, now: int) -> Session | None:
        """WeChat makes a new key on its own (another device, data prefetch): the last login's key is stale.

        The new key is valid as long as one that a login makes (assumed: Tencent says that use renews validity, and of
        such a key nothing).
        """
        session = self.live(appid, user, now)
        if session is None:
            return None
        renewed = replace(self._renewed(session, appid, user, made_at=now), expires_at=now + self._policy.idle)
        return self._keep(appid, user, renewed)

    def reset(self, appid: str, user: str, now: int) -> Session | None:
        """The backend asks for a new key, which inherits the old one's expiry (documented).

        That the phone's wx.checkSession still passes afterwards is assumed: the backend holds the new key.
        """
        session = self.live(appid, user, now)
        if session is None:
            return None
        renewed = self._renewed(session, appid, user, made_at=now)
        return self._keep(appid, user, replace(renewed, login_generation=renewed.generation))

    def _is_due(self, session: Session, now: int) -> bool:
        match self._policy.rotate_on_login:
            case "never":
                return False
            case "always":
                return True
            case "window":
                return now - session.made_at >= self._policy.window

    def _renewed(self, session: Session, appid: str, user: str, made_at: int) -> Session:
        generation = session.generation + 1
        key = self._ids.session_key(appid, user, generation)
        return replace(session, session_key=key, generation=generation, made_at=made_at)

    def _keep(self, appid: str, user: str, session: Session) -> Session:
        self._sessions.put(f"{appid}|{user}", session)
        return session
