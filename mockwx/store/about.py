"""What a world is about, as JSON: how it was made, and from which scenario."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.world import Settings
from mockwx.scenario.scenario import Scenario
from mockwx.store.codec import codec


class About(Struct, frozen=True):
    settings: Settings
    series: str
    """What the world's codes are drawn from, without what tells it from former worlds of the same series."""
    scenario: Scenario
    tables: tuple[str, ...]
    """The names of its tables when it was made."""


def dump(about: About) -> bytes:
    return codec(About).dump(about)


def load(raw: bytes) -> About:
    """:raises ValueError: it is none."""
    about: About = codec(About).load(raw)
    return about


def same_scenario(one: Scenario, other: Scenario) -> bool:
    """Whether they make the same world; where a file lies and how it was written does not matter."""
    return _made_of(one) == _made_of(other)


def _made_of(scenario: Scenario) -> Scenario:
    return replace(scenario, document={}, source="", path=None)
