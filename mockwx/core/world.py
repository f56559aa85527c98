"""The world: everything that WeChat remembers, in one object; parallel tests get one each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from mockwx.core.clock import Clock
from mockwx.core.donut import DonutLogins
from mockwx.core.ids import Ids
from mockwx.core.journal.journal import Journal
from mockwx.core.people.accounts import Accounts
from mockwx.core.people.codes import Codes
from mockwx.core.people.followers import Followers
from mockwx.core.people.payments import Payments
from mockwx.core.people.privacy import Privacy
from mockwx.core.people.reviews import Reviews
from mockwx.core.people.scopes import Scopes
from mockwx.core.people.sealed_numbers import Sealed
from mockwx.core.people.sessions import KeyPolicy, Sessions
from mockwx.core.people.user_keys import UserKeys
from mockwx.core.platforms import Component, Components
from mockwx.core.pushes.deliveries import Pushes
from mockwx.core.pushes.events import KeyCase
from mockwx.core.rules.rules import Rules
from mockwx.core.suites import Suite, Suites
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.overlay import Overlay
from mockwx.core.tables.table import OpenTable
from mockwx.core.tokens.access_tokens import Tokens
from mockwx.core.tokens.quotas import Quota, Quotas
from mockwx.core.tokens.tickets import Tickets
from mockwx.core.web.mini_links import MiniLinks
from mockwx.core.web.oauth import OAuth
from mockwx.core.web.qrcodes import QrCodes
from mockwx.core.web.scene_qrcodes import SceneQrCodes
from mockwx.core.wecom import Corp, Corps

KindDetails = Corp | Component | Suite
"""What an app of one kind has beside what every app has."""


class Wechat(Struct, frozen=True):
    """Choices about WeChat itself, where sources disagree or times have changed."""

    as_of: str | None = None
    """ISO date: error texts, trace suffixes and old fields as they were then. None: as today."""
    sns_content_type: str = "text/plain"
    """What /sns answers are labelled as. Observed: text/plain in several sources from 2017 to 2024, of answers and
    refusals; application/json in one log of 2026-09 alone, of refused exchanges at /sns/oauth2/access_token."""
    refused_exchange: Literal["keeps_code", "burns_code"] = "keeps_code"
    """Whether an exchange that is refused after the code was looked up (wrong secret) spends the code. Two reports
    suggest that it can; design for the safe case, test with both."""
    denied: Literal["nothing", "state_only", "authdeny"] = "nothing"
    """Where a user who refuses a web login is led: nowhere (as today), back with the state alone (as documented), or
    back with ``code=authdeny`` (as in the early days)."""
    base_unionid: Literal["given", "withheld"] = "withheld"
    """Whether a silent login (snsapi_base) tells the unionid. Withheld: since 2018, as WeChat announced on 2017-12-13
    and its page says today; ``as_of`` an earlier day it is told. Given: always."""
    later_login: Literal["ends_tokens", "keeps_tokens"] = "ends_tokens"
    """Whether a later login of the same person at an official account ends the tokens of the earlier one, as was
    reported from 2015 to 2019."""
    link_order: Literal["any", "documented"] = "any"
    """Whether an official account's link opens with its parameters in another order than the documented one. It did
    not in 2015 and 2016; today alphabetic order works."""
    replaced_component_token: Literal["lives", "dies"] = "lives"
    """Whether a component_access_token works on beside the one that was fetched after it; sources do not say."""
    userinfo_openid: Literal["ignored", "checked"] = "ignored"
    """Whether /sns/userinfo minds an openid that is not the token's, with 40003. The token alone says who it is."""
    outside_wechat: Literal["welcome", "refused"] = "welcome"
    """Whether an authorisation page opens in a browser that is not WeChat's. WeChat refuses; people test in theirs."""
    suite_token_errcode: Literal["absent", "zero"] = "absent"
    """Whether tokens of WeCom's service providers come with errcode 0. Their pages say that it comes on failure only,
    as in the one body that was published; the samples on the same pages have it."""
    push_keys: KeyCase = "capital"
    """How pushes about users spell OpenID and AppID; see ``events.user_event``."""


class Settings(Struct, frozen=True):
    """What a world is made with and does not change by itself."""

    seed: str = "20260101"
    series: str = ""
    """Told apart from other worlds of the same seed: codes, keys, tokens and rids are drawn from it."""
    key_policy: KeyPolicy = field(default_factory=KeyPolicy)
    limits: Mapping[str, tuple[Quota, ...]] = field(default_factory=dict)
    """By api; they replace the endpoint's own quotas."""
    people: int = 0
    any_app: bool = False
    wechat: Wechat = field(default_factory=Wechat)


class World:
    """Holds no state of its own: all of it lies in the tables that ``open_table`` opens, and in the journal."""

    def __init__(self, open_table: OpenTable, settings: Settings, journal: Journal) -> None:
        self.settings = settings
        self.ids = ids = Ids(settings.seed, f"{settings.seed}/{settings.series}")
        self.journal = journal
        self.counts = Counts(open_table)
        self.accounts = Accounts(open_table, ids, self.counts, people=settings.people, any_app=settings.any_app)
        self.components = Components(open_table, ids, self.counts)
        self.codes = Codes(open_table, ids, self.counts)
        self.corps = Corps(open_table, ids, self.counts, self.codes)
        self.suites = Suites(open_table, ids, self.counts, self.codes)
        self.donut = DonutLogins(open_table, ids, self.counts)
        self.oauth = OAuth(open_table, ids, self.counts, self.codes)
        self.qrcodes = QrCodes(open_table, ids, self.counts, self.oauth)
        self.scene_qrcodes = SceneQrCodes(open_table, ids, self.counts)
        self.mini_links = MiniLinks(open_table, ids, self.counts)
        self.reviews = Reviews(open_table, self.counts)
        self.followers = Followers(open_table, self.accounts)
        self.tickets = Tickets(open_table, ids)
        self.sessions = Sessions(open_table, ids, settings.key_policy)
        self.tokens = Tokens(open_table, ids)
        self.userkeys = UserKeys(open_table, ids)
        self.quotas = Quotas(open_table)
        self.payments = Payments(open_table)
        self.privacy = Privacy(open_table)
        self.scopes = Scopes(open_table)
        self.sealed = Sealed(open_table)
        self.pushes = Pushes(open_table, self.counts)
        self.rules = Rules(open_table, settings.seed)
        self._clock = open_table("clock", Clock)
        self._open_table = open_table

    def add_details(self, details: KindDetails) -> None:
        """Add or replace."""
        match details:
            case Corp():
                self.corps.add(details)
            case Component():
                self.components.add(details)
            case Suite():
                self.suites.add(details)

    def details(self, appid: str) -> KindDetails | None:
        return self.corps.find(appid) or self.components.find(appid) or self.suites.find(appid)

    def sketch(self) -> World:
        """This world as it is now; what happens in the sketch does not happen here."""
        return World(Overlay(self._open_table), self.settings, self.journal)

    @property
    def clock(self) -> Clock:
        clock = self._clock.get("")
        assert clock is not None, "a world is born with its clock"  # noqa: S101
        return clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self._clock.put("", clock)
