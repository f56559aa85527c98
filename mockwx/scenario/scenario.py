"""A scenario as a value: what a file says, checked and ready to become a world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from mockwx.core.people.accounts import App, User, app_called
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.rules.rules import Rule
from mockwx.core.tokens.quotas import Quota
from mockwx.core.world import KindDetails, Wechat
from mockwx.scenario.about import About
from mockwx.scenario.backend_description import BackendDescription
from mockwx.scenario.steps import Expectation, Step

DEFAULT_SEED = "20260101"
DEFAULT_APPS = (app_called("shop", owner="acme"),)
DEFAULT_USERS = (
    User("alice", phone="13800000001", nickname="小明", gender=2, city="Guangzhou", province="Guangdong"),
    User("bob", phone="13800000002", nickname="大宝", gender=1, city="Chengdu", province="Sichuan"),
)


class Scenario(Struct, frozen=True):
    """What a scenario file says: the world, its rules, and what is played. With nothing said, a newcomer's world."""

    name: str = "default"
    about: About = About()
    seed: str = DEFAULT_SEED
    start: int | None = None
    """The clock's first instant in milliseconds; None: the moment at which the world is made."""
    frozen: bool = False
    apps: tuple[App, ...] = DEFAULT_APPS
    details: tuple[KindDetails, ...] = field(default=(), name="particulars")
    """What apps of some kinds have beside what every app has."""
    users: tuple[User, ...] = DEFAULT_USERS
    people: int = 0
    any_app: bool = False
    key_policy: KeyPolicy = field(default_factory=KeyPolicy)
    limits: Mapping[str, tuple[Quota, ...]] = field(default_factory=dict)
    wechat: Wechat = field(default_factory=Wechat)
    rules: tuple[Rule, ...] = ()
    steps: tuple[Step, ...] = ()
    expect: Expectation = Expectation()
    backend: BackendDescription = BackendDescription()
    each: Literal["rule"] | None = None
    """``rule``: the steps are played once for each rule, in a world with only that rule."""
    document: Mapping[str, Any] = field(default_factory=dict)
    """The file as one plain value, with all that it builds on."""
    source: str = ""
    """The text it was read from."""
    path: str | None = None

    def as_mapping(self) -> dict[str, Any]:
        """As ``loader.from_mapping`` and ``PUT scenario`` take it, for a server that does not see the file."""
        return {"mockwx": 1} | dict(self.document) | {"name": self.name}
