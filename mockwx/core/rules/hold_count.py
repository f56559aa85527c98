"""How many calls a rule's ``hold`` has gathered: their answers wait for each other, and go out at one moment.

    a call comes ──▶ gathering (n-th of n?) ──no──▶ its answer waits ──▶ all go out: the last one came
                                                                    └──▶ all go out: ``limit`` passed, rule is gone

WeChat does its work when the call comes; only the answer waits. What comes after the limit gathers anew. The limit is
real time, since clients' patience is.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.tables.table import OpenTable
from mockwx.core.wire import Held

LIMIT = 10_000
"""Milliseconds, where a rule says none."""
LONGEST = 60_000
MOST_HELD = 1_000
"""Calls: each is an open connection."""


class Hold(Struct, frozen=True):
    calls: int
    """Answers wait until so many calls are there."""
    limit: int = LIMIT
    """Milliseconds of real time, from the first of them on."""


class Gathering(Struct, frozen=True):
    """The calls that wait for each other, or did last."""

    number: int
    since: int
    """The wall's milliseconds."""
    arrived: int
    is_open: bool


class Gatherings:
    """By rule and by what it counts for (``count_by``)."""

    def __init__(self, open_table: OpenTable) -> None:
        self._gatherings = open_table("gatherings", Gathering)

    def join(self, key: str, hold: Hold, wall: int) -> Held:
        """One more call is there."""
        gathering = self._gatherings.get(key) or Gathering(0, 0, 0, is_open=False)
        if not gathering.is_open or wall - gathering.since >= hold.limit:
            gathering = Gathering(gathering.number + 1, wall, 0, is_open=True)
        arrived = gathering.arrived + 1
        self._gatherings.put(key, replace(gathering, arrived=arrived, is_open=arrived < hold.calls))
        return Held(key, gathering.number, arrived, hold.calls, hold.limit - (wall - gathering.since))

    def is_open(self, held: Held) -> bool:
        """Whether the answer still waits."""
        gathering = self._gatherings.get(held.key)
        return gathering is not None and gathering.number == held.number and gathering.is_open

    def give_up(self, held: Held) -> int | None:
        """The limit has passed: how many calls had come; None where the gathering had ended before."""
        gathering = self._gatherings.get(held.key)
        if gathering is None or not self.is_open(held):
            return None
        self._gatherings.put(held.key, replace(gathering, is_open=False))
        return gathering.arrived

    def forget(self, rule: str) -> None:
        for key, _ in list(self._gatherings.items()):
            if key == rule or key.startswith(f"{rule}\x1f"):
                self._gatherings.drop(key)
