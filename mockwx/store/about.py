"""What a world is about, as JSON: how it was made, and from which scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from mockwx.core.rules import Rule
from mockwx.core.world import Settings
from mockwx.scenario.scenario import Scenario
from mockwx.store.codec import codec


@dataclass(frozen=True, slots=True)
class About:
    settings: Settings
    series: str
    """What the world's codes are drawn from, without what tells it from former worlds of the same series."""
    scenario: Scenario
    tables: tuple[str, ...]
    """The names of its tables when it was made."""


@dataclass(frozen=True, slots=True)
class _Spelled:
    about: About
    rules: Any


_ABOUT: TypeAdapter[_Spelled] = TypeAdapter(_Spelled)


def dump(about: About) -> bytes:
    """The scenario's rules have a spelling of their own."""
    rules = codec(tuple[Rule, ...]).dump(about.scenario.rules)
    plain = replace(about, scenario=replace(about.scenario, rules=()))
    return _ABOUT.dump_json(_Spelled(plain, rules.decode()))


def load(raw: bytes) -> About:
    found = _ABOUT.validate_json(raw)
    rules: tuple[Rule, ...] = codec(tuple[Rule, ...]).load(found.rules.encode())
    return replace(found.about, scenario=replace(found.about.scenario, rules=rules))


def same_scenario(one: Scenario, other: Scenario) -> bool:
    """Whether they make the same world; where a file lies and how it was written does not matter."""
    return replace(one, source="", path=None) == replace(other, source="", path=None)
