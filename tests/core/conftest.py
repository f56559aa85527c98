"""Worlds for the core's own tests: frozen at a round instant, in memory, without a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockwx.core.journal.journal import RingJournal
from mockwx.core.tables.table import OpenTable
from mockwx.core.world import World
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.store.memory.tables import MemoryTables

EIGHT = 1_767_225_600_000
"""2026-01-01T08:00:00+08:00 in milliseconds."""


@pytest.fixture
def start() -> int:
    return EIGHT


@pytest.fixture
def open_table() -> OpenTable:
    return MemoryTables()


@pytest.fixture
def new_world() -> Callable[..., World]:
    def make(*, series: str = "test", journal: int = 1000, **fields: Any) -> World:
        scenario = Scenario(**{"start": EIGHT, "frozen": True, **fields})
        return build(scenario, MemoryTables(), RingJournal(journal), wall=EIGHT, series=series)

    return make
