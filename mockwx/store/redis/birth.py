"""Birth: a world that is made whole before anybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.core.world import Settings
from mockwx.store import about as abouts
from mockwx.store.redis import keys
from mockwx.store.redis.jobs import Job
from mockwx.store.redis.view import View, in_utf8, spelled

if TYPE_CHECKING:
    from mockwx.store.about import About
    from mockwx.store.redis.view import Places
    from mockwx.store.snapshot import Snapshot

PORTION = 1000
"""Values per command: a long one keeps Redis from everything else."""


class Birth:
    def __init__(self, wall: int, places: Places) -> None:
        self.settings = Settings()
        self.view = View(self.settings, {}, places, empty=True)
        self.view.begin(Job(lambda world: None, wall))
        self.numbers = 0
        """The last journal number that was given away."""
        self.exchanges: list[tuple[bytes, bytes]] = []
        """As they lie in Redis, each with its rid."""

    @classmethod
    def again(cls, snapshot: Snapshot, wall: int, places: Places) -> Birth:
        self = cls(wall, places)
        for name, rows in snapshot.tables.items():
            table = self.view.tables[name]
            for row in rows:
                table.put(row.key, row.value, row.expires_at, fading=row.fading)
        snapshot.revived(self.view.world, wall)
        self.numbers = snapshot.numbers
        self.exchanges = [spelled(each) for each in snapshot.exchanges]
        return self

    def write(self, client: Any, at: str, about: About) -> None:
        """All that there is, below the prefix ``at``; what nobody calls to life leaves Redis by itself."""
        pipe = client.pipeline(transaction=False)
        pipe.set(f"{at}about", abouts.dump(about), ex=keys.KEPT)
        pipe.set(f"{at}tables", "\n".join(about.tables), ex=keys.KEPT)
        pipe.set(f"{at}numbers", self.numbers, ex=keys.KEPT)
        faded = 0
        for name, table in self.view.tables.items():
            values: dict[bytes, bytes] = {}
            due: dict[bytes, str] = {}
            fading: dict[bytes, int] = {}
            for key in table.written:
                values[in_utf8(key)], until = table.spelled(key)
                member = in_utf8(f"{name}\n{key}")
                if until.endswith(keys.FADING):
                    faded += 1
                    fading[member] = faded
                if end := until.removesuffix(keys.FADING):
                    due[member] = end
            _portions(pipe.hset, f"{at}t:{name}", values)
            _portions(pipe.zadd, f"{at}due", due)
            _portions(pipe.zadd, f"{at}{keys.FADING}", fading)
            if values:
                pipe.expire(f"{at}t:{name}", keys.KEPT)
        for nth in range(0, len(self.exchanges), PORTION):
            some = self.exchanges[nth : nth + PORTION]
            pipe.rpush(f"{at}journal", *(raw for raw, _ in some))
            if rids := {rid: raw for raw, rid in some if rid}:
                pipe.hset(f"{at}t:{keys.RIDS}", mapping=rids)
        pipe.set(f"{at}faded", faded, ex=keys.KEPT)
        pipe.set(f"{at}pushed", len(self.exchanges), ex=keys.KEPT)
        for part in keys.PARTS:
            pipe.expire(at + part, keys.KEPT)
        pipe.execute()


def _portions(command: Any, key: str, values: dict[bytes, Any]) -> None:
    items = list(values.items())
    for nth in range(0, len(items), PORTION):
        command(key, mapping=dict(items[nth : nth + PORTION]))
