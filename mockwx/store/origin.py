"""Where a world comes from, as JSON: how it was made, and from which scenario. Snapshots and Redis call it about."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.world import Settings
from mockwx.scenario.scenario import Scenario
from mockwx.store.codec import codec


class WorldOrigin(Struct, frozen=True):
    settings: Settings
    series: str
    """What the world's codes are drawn from, without what tells it from former worlds of the same series."""
    scenario: Scenario
    tables: tuple[str, ...]
    """The names of its tables when it was made."""


def dump(origin: WorldOrigin) -> bytes:
    return codec(WorldOrigin).dump(origin)


def load(raw: bytes) -> WorldOrigin:
    """:raises ValueError: it is none."""
    origin: WorldOrigin = codec(WorldOrigin).load(raw)
    return origin


def same_scenario(one: Scenario, other: Scenario) -> bool:
    """Whether they make the same world; where a file lies and how it was written does not matter."""
    return _made_of(one) == _made_of(other)


def _made_of(scenario: Scenario) -> Scenario:
    return replace(scenario, document={}, source="", path=None)
