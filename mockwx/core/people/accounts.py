"""Accounts: the apps and users of a world, and what ties a user to an app."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.ids import Ids, appid_for, secret_for
from mockwx.core.people.callback import Callback
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable
from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import is_fit

MOST_MADE_APPS = 10_000
"""So many appids that nobody declared are kept where any is welcome, those that were asked for last."""
MADE_APPS = "apps made"
MOST_USERS = 2_000_000
"""A world makes no more, so that a test that runs wild does not eat the machine's memory."""


class UnfitName(ValueError):
    """A name has a character that would break a line or paint a terminal."""

    def __init__(self, name: str) -> None:
        super().__init__(
            both(
                f"a name has no control characters and no line breaks, and {name!r} has",
                f"名称不能含控制字符或换行：{name!r}",
            )
        )


class TooManyUsers(ValueError):
    """Its text says what to do."""


class Kind(StrEnum):
    """What an app is, in the scenario's words."""

    MINIPROGRAM = "miniprogram"
    MINIGAME = "minigame"
    OFFICIAL = "official"
    WEBSITE = "website"
    MOBILE = "mobile"
    WECOM = "wecom"
    COMPONENT = "component"
    """A third-party platform."""
    SUITE = "suite"
    """An app of a WeCom service provider (第三方应用), which corps install."""
    DONUT = "donut"
    """An app that runs as mini program and as native app (多端应用)."""


class Standing(StrEnum):
    """How WeChat looks upon an account."""

    GOOD = "good"
    LIMITED = "limited"
    """Every call with an access_token is refused: 50002."""
    TOKEN_FORBIDDEN = "token_forbidden"
    """Punished: the account may not fetch an access_token: 50004."""
    FROZEN = "frozen"
    """The account itself is frozen: 50007 when it fetches an access_token."""
    FORBIDDEN = "forbidden"
    """Every call with an access_token is refused for irregularities: 48004."""


class App(Struct, frozen=True):
    """Anything with an appid and a secret. ``secret`` None takes any secret."""

    name: str
    appid: str
    secret: str | None
    kind: Kind = Kind.MINIPROGRAM
    owner: str | None = None
    """The Open Platform account it is bound to: users have a unionid there. None: not bound, no unionid."""
    ip_whitelist: tuple[str, ...] | None = None
    """Addresses or networks that may call; None lets everybody in."""
    frozen: bool = False
    """The AppSecret is frozen: 40243."""
    standing: Standing = Standing.GOOD
    denied: tuple[str, ...] = ()
    """Apis this app has no permission for: 48001."""
    verified: bool = True
    """Verified and not personal; only such an app may ask for a phone number."""
    callback: Callback | None = None
    """Where WeChat pushes events to; None: nowhere."""
    domain: str | None = None
    """The bare host to which a web login may lead back (授权回调域), else page 10003; None lets every host pass."""
    scopes: tuple[str, ...] | None = None
    """What its web login may ask for, else page 10005; None: all that its kind can."""
    followers: tuple[str, ...] | None = None
    """The users who follow the account from the beginning; None: everybody does."""
    test_account: bool = False
    """Only followers may log in, others see page 10006."""
    banned: bool = False
    """The account is banned: its web login shows page 10004, and no links to a mini program are made, 40013."""
    container: str | None = None
    """Where the service listens that WeChat hosts for it (云托管); None: there is none."""
    pages: tuple[str, ...] | None = None
    """The pages of the published mini program, the first is its home; None: every page that is asked for."""
    published: bool = True
    """Whether there is a published version of the mini program: else no code for it (41030) and no link (85079)."""
    privacy: tuple[str, ...] | None = None
    """Kinds of data that the mini program's privacy guide declares; None: it asks nobody to agree."""
    phone_number_calls: int | None = None
    """How many calls of getPhoneNumber are paid for; None: enough."""
    realtime_phone_number_calls: int | None = None
    """The same of getRealtimePhoneNumber, which has a quota of its own."""


class User(Struct, frozen=True, gc=False):
    """A pretend person with a phone. What is None is made up, from the seed, when it is first asked for."""

    name: str
    phone: str | None = None
    country_code: str = "86"
    nickname: str | None = None
    gender: int | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None
    avatar: str | None = None
    language: str = "zh_CN"
    unionid: str | None = None
    openids: tuple[tuple[str, str], ...] = ()
    """(app name, openid) where the openid is not to be drawn from the seed."""
    blocked: bool = False
    """A high-risk user, whose login WeChat intercepts: 40226."""
    base_library: str = "3.8.0"
    """The version of the mini-program base library on the phone."""


class Identity(Struct, frozen=True, gc=False):
    """Whom an openid stands for."""

    appid: str
    user: str


class Accounts:
    def __init__(
        self, open_table: OpenTable, ids: Ids, counts: Counts, *, people: int = 0, any_app: bool = False
    ) -> None:
        self._ids = ids
        self._counts = counts
        self._people = people
        self._any_app = any_app
        self._made = open_table("made_apps", str)
        """By number, the appids that became apps because any is welcome; and by appid, its number."""
        self._apps = open_table("apps", App)
        self._appids = open_table("appids", str)
        self._users = open_table("users", User)
        self._identities = open_table("identities", Identity)

    def user(self, name: str) -> User | None:
        """Declared, or made by somebody's first use."""
        return self._users.get(name)

    def add_app(self, app: App) -> App:
        """Add or replace; an app may change its appid.

        :raises UnfitName: it cannot be shown.
        """
        if not is_fit(app.name):
            raise UnfitName(app.name)
        former = self.app_named(app.name)
        if former is not None and former.appid != app.appid:
            self._apps.drop(former.appid)
        self._apps.put(app.appid, app)
        self._appids.put(app.name, app.appid)
        return app

    def app(self, appid: str) -> App | None:
        return self._apps.get(appid)

    def app_or_any(self, appid: str, kind: Kind = Kind.MINIPROGRAM) -> App | None:
        """As ``app``, but where any app is welcome an unknown appid becomes one of ``kind`` that takes any secret."""
        app = self._apps.get(appid)
        if not self._any_app or not appid or not is_fit(appid):
            return app
        if app is None:
            app = self.add_app(App(name=appid, appid=appid, secret=None, kind=kind))
            self._keep_made(appid)
            return app
        number = self._made.get(f"number of {appid}")
        if number is not None and int(number) <= self._counts.so_far(MADE_APPS) - MOST_MADE_APPS // 2:
            self._made.drop(number)
            self._keep_made(appid)
        return app

    def _keep_made(self, appid: str) -> None:
        """The app is the youngest now; the one that has not been asked for since longest goes where there are too many.

        It is made again when it comes, with the same openids; what it loses are its access_tokens.
        """
        number = self._counts.next(MADE_APPS)
        self._made.put(str(number), appid)
        self._made.put(f"number of {appid}", str(number))
        oldest = self._made.get(str(number - MOST_MADE_APPS))
        if oldest is None:
            return
        self._made.drop(str(number - MOST_MADE_APPS))
        self._made.drop(f"number of {oldest}")
        app = self._apps.get(oldest)
        if app is not None and app.name == oldest and app.secret is None:
            self._apps.drop(oldest)
            self._appids.drop(oldest)

    def app_named(self, name: str) -> App | None:
        """By the scenario's name or by appid."""
        appid = self._appids.get(name)
        return self._apps.get(name if appid is None else appid)

    def apps(self) -> list[App]:
        return [app for _, app in self._apps.items()]

    def add_user(self, user: User) -> User:
        """:raises UnfitName: it cannot be shown."""
        if not is_fit(user.name):
            raise UnfitName(user.name)
        self._users.put(user.name, user)
        return user

    def user_made(self, name: str) -> User:
        """The user called ``name``; a user that nobody declared is made.

        :raises TooManyUsers: the world is full.
        :raises UnfitName: it cannot be shown.
        """
        user = self._users.get(name)
        if user is None:
            if not is_fit(name):
                raise UnfitName(name)
            if self._counts.next("users made") > MOST_USERS:
                raise TooManyUsers(
                    both(
                        f"this world has made {MOST_USERS} users already; begin a new one",
                        f"这个 world 已创建 {MOST_USERS} 个用户；请新建 world",
                    )
                )
            user = self.add_user(User(name=name))
        return user

    def is_declared(self, name: str) -> bool:
        return self._users.get(name) is not None or is_one_of_people(name, self._people)

    def users(self) -> list[User]:
        return [user for _, user in self._users.items()]

    def openid(self, app: App, user: User) -> str:
        """Drawn from the seed unless the user has one of their own; from now on it leads back to the user."""
        openid = dict(user.openids).get(app.name) or self._ids.openid(app.appid, user.name)
        if self._identities.get(openid) is None:
            self._identities.put(openid, Identity(app.appid, user.name))
        return openid

    def unionid(self, app: App, user: User) -> str | None:
        if app.owner is None:
            return None
        return user.unionid or self._ids.unionid(app.owner, user.name)

    def identity(self, openid: str) -> Identity | None:
        return self._identities.get(openid)

    def block(self, name: str, *, blocked: bool = True) -> User:
        return self.add_user(replace(self.user_made(name), blocked=blocked))


def is_one_of_people(name: str, people: int) -> bool:
    """Whether ``name`` is one of u0, u1 … u(people - 1)."""
    return name[:1] == "u" and name[1:].isdecimal() and len(name) < 12 and int(name[1:]) < people


def app_called(name: str, **fields: object) -> App:
    """An app whose appid and secret follow from its name unless they are given."""
    declared = {key: value for key, value in fields.items() if value is not None}
    return App(**{"name": name, "appid": appid_for(name), "secret": secret_for(name), **declared})  # type: ignore[arg-type]
