"""Creation of a world in Redis: it is written whole before anybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.core.world import Settings
from mockwx.store import origin as origins
from mockwx.store.redis import keys
from mockwx.store.redis.tracked import TrackedWorld, encoded, in_utf8
from mockwx.store.redis.transaction import Transaction

if TYPE_CHECKING:
    from mockwx.store.origin import WorldOrigin
    from mockwx.store.redis.tracked import InsertionOrder
    from mockwx.store.snapshot import Snapshot

PORTION = 1000
"""Values per command: a long one keeps Redis from everything else."""


class NewWorld:
    """A world that is filled here and lies in no Redis yet."""

    def __init__(self, wall: int, order: InsertionOrder) -> None:
        self.settings = Settings()
        self.tracked = TrackedWorld(self.settings, {}, order, empty=True)
        self.tracked.begin(Transaction(lambda world: None, wall))
        self.numbers = 0
        """The last journal number that was given away."""
        self.exchanges: list[tuple[bytes, bytes]] = []
        """As they lie in Redis, each with its rid."""

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot, wall: int, order: InsertionOrder) -> NewWorld:
        new = cls(wall, order)
        for name, rows in snapshot.tables.items():
            table = new.tracked.tables[name]
            for row in rows:
                table.put(row.key, row.value, row.expires_at, fading=row.fading)
        snapshot.revived(new.tracked.world, wall)
        new.numbers = snapshot.numbers
        new.exchanges = [encoded(exchange) for exchange in snapshot.exchanges]
        return new

    def write(self, client: Any, prefix: str, origin: WorldOrigin) -> None:
        """All that there is, below ``prefix``; what no head names leaves Redis by itself."""
        pipe = client.pipeline(transaction=False)
        pipe.set(f"{prefix}about", origins.dump(origin), ex=keys.KEPT)
        pipe.set(f"{prefix}tables", "\n".join(origin.tables), ex=keys.KEPT)
        pipe.set(f"{prefix}numbers", self.numbers, ex=keys.KEPT)
        faded = 0
        for name, table in self.tracked.tables.items():
            values: dict[bytes, bytes] = {}
            due: dict[bytes, str] = {}
            fading: dict[bytes, int] = {}
            for key in table.written:
                values[in_utf8(key)], until = table.encoded(key)
                member = in_utf8(f"{name}\n{key}")
                if until.endswith(keys.FADING):
                    faded += 1
                    fading[member] = faded
                if end := until.removesuffix(keys.FADING):
                    due[member] = end
            _portions(pipe.hset, f"{prefix}t:{name}", values)
            _portions(pipe.zadd, f"{prefix}due", due)
            _portions(pipe.zadd, f"{prefix}{keys.FADING}", fading)
            if values:
                pipe.expire(f"{prefix}t:{name}", keys.KEPT)
        for nth in range(0, len(self.exchanges), PORTION):
            some = self.exchanges[nth : nth + PORTION]
            pipe.rpush(f"{prefix}journal", *(raw for raw, _ in some))
            if rids := {rid: raw for raw, rid in some if rid}:
                pipe.hset(f"{prefix}t:{keys.RIDS}", mapping=rids)
        pipe.set(f"{prefix}faded", faded, ex=keys.KEPT)
        pipe.set(f"{prefix}pushed", len(self.exchanges), ex=keys.KEPT)
        pipe.set(f"{prefix}bytes", sum(len(raw) for raw, _ in self.exchanges), ex=keys.KEPT)
        for part in keys.PARTS:
            pipe.expire(prefix + part, keys.KEPT)
        pipe.execute()


def _portions(command: Any, key: str, values: dict[bytes, Any]) -> None:
    items = list(values.items())
    for nth in range(0, len(items), PORTION):
        command(key, mapping=dict(items[nth : nth + PORTION]))
