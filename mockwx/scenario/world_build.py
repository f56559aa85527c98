"""Scenario → World: the world in its first state."""

from __future__ import annotations

from mockwx.core.clock import Clock
from mockwx.core.journal.journal import Journal
from mockwx.core.tables.table import OpenTable
from mockwx.core.world import Settings, World
from mockwx.scenario.scenario import Scenario


def build(scenario: Scenario, open_table: OpenTable, journal: Journal, *, wall: int, series: str) -> World:
    """``wall``: real milliseconds now. ``series`` keeps this world's codes apart from those of its like."""
    settings = Settings(
        seed=scenario.seed,
        series=series,
        key_policy=scenario.key_policy,
        limits=scenario.limits,
        people=scenario.people,
        any_app=scenario.any_app,
        wechat=scenario.wechat,
    )
    world = World(open_table, settings, journal)
    start = wall if scenario.start is None else scenario.start
    world.clock = Clock.starting(start, wall, frozen=scenario.frozen)
    for app in scenario.apps:
        world.accounts.add_app(app)
    for details in scenario.details:
        world.add_details(details)
    for user in scenario.users:
        world.accounts.add_user(user)
    world.rules.replace_all(scenario.rules)
    return world
