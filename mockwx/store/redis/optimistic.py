"""Optimistic commits: a transaction runs on what is cached; it is kept if all it read is still so, else run again."""

from __future__ import annotations

from typing import Any

from mockwx.core.clock import MINUTE
from mockwx.core.journal import journal as journals
from mockwx.core.text.bilingual import both
from mockwx.store.codec import exchanges
from mockwx.store.memory.tables import MOST_FADING
from mockwx.store.port import StoreUnavailable
from mockwx.store.redis import keys
from mockwx.store.redis.cached_world import Backoff, CachedWorld, ScriptCalls, Stale, by_number, pairs
from mockwx.store.redis.prefetch import PREFETCH_AFTER
from mockwx.store.redis.tracked import StoredValue, TrackedWorld, by_insertion, in_utf8
from mockwx.store.redis.transaction import Transaction
from mockwx.store.redis.unreadable_values import reading
from mockwx.store.row import Row
from mockwx.store.snapshot import Snapshot

MOST_TRIES = 50
"""So often a transaction may lose a race before it is given up: some seconds."""


class Contended(StoreUnavailable):
    """Others were faster, again and again."""

    def __init__(self) -> None:
        super().__init__(both("too many servers change the same thing at once", "太多服务同时修改同一数据"))


def run_transactions(cached: CachedWorld, transactions: list[Transaction], journal_size: int) -> ScriptCalls:
    """Run the transactions, one after another; each ends ``done``, with its result or failure.

    :raises WorldGone: there is no such world (any more); transactions may be left undone.
    """
    while transactions:
        try:
            if cached.tracked is None:
                yield from cached.load()
            yield from _run_once(cached, _called_for(cached, transactions), journal_size)
        except Stale:
            cached.tracked = None
        transactions = [transaction for transaction in transactions if not transaction.done]
        for transaction in transactions:
            transaction.tries += 1
            if transaction.tries > MOST_TRIES:
                transaction.failure, transaction.done = Contended(), True
        if transactions and transactions[0].tries > 1:
            yield Backoff(transactions[0].tries)


def take_snapshot(cached: CachedWorld, wall: int, taken: list[Snapshot]) -> ScriptCalls:
    """All of the world at one instant, as the only item of ``taken``."""
    while not taken:
        yield from cached.load()
        tracked, origin = cached.tracked, cached.origin
        assert tracked is not None and origin is not None  # noqa: S101, PT018
        try:
            numbers, journal, due, fading, *flat = yield from cached.ask("snapshot", *tracked.tables)
        except Stale:
            continue
        with reading("journal, due or numbers"):
            expiries = {member: int(at) for member, at in pairs(due)}
            exchanges_by_number = sorted((exchanges().load(raw.partition(b" ")[2]) for raw in journal), key=by_number)
            last_number = int(numbers)
        faded = set(fading)
        tables = {}
        for (name, table), hash_items in zip(tracked.tables.items(), flat, strict=True):
            stored = {key.decode("utf-8", "surrogatepass"): StoredValue(raw) for key, raw in pairs(hash_items)}
            rows = sorted(stored.items(), key=by_insertion)
            members = [in_utf8(f"{name}\n{key}") for key, _ in rows]
            tables[name] = [
                Row(key, table.value(value), expiries.get(member), member in faded)
                for (key, value), member in zip(rows, members, strict=True)
            ]
        tables.pop(keys.RIDS)
        taken.append(Snapshot(origin, tracked.world.clock.now(wall), last_number, tables, tuple(exchanges_by_number)))


def _called_for(cached: CachedWorld, transactions: list[Transaction]) -> list[Transaction]:
    """Without those that are done because the world has rules. They take no journal numbers with them."""
    assert cached.tracked is not None  # noqa: S101
    if not cached.tracked.world.rules.all():
        return transactions
    for transaction in transactions:
        transaction.done |= transaction.unless_rules
    return [transaction for transaction in transactions if not transaction.done]


def _run_once(cached: CachedWorld, transactions: list[Transaction], journal_size: int) -> ScriptCalls:
    tracked = cached.tracked
    assert tracked is not None  # noqa: S101
    tracked.forget()
    missing = dict.fromkeys(
        table_key
        for transaction in transactions
        for table_key in cached.prefetch.keys_for(transaction)
        if table_key[0] not in tracked.slow
    )
    ran: list[Transaction] = []
    writes: list[Any] = []
    read: list[list[tuple[str, str]]] = []
    waiting, first = transactions, True
    while waiting:
        if missing or first or any(transaction.numbered and not transaction.number for transaction in waiting):
            yield from _read(cached, tracked, missing, waiting)
        missing, first = {}, False
        again = []
        for transaction in waiting:
            tracked.begin(transaction)
            result, failure = None, None
            try:
                result = transaction.work(tracked.world)
            except Exception as error:
                failure = error
            if tracked.is_incomplete:
                again.append(transaction)
                transaction.missed = True
                transaction.numbered |= tracked.wanted_number
                missing.update(dict.fromkeys(tracked.missing))
                for name in tracked.wanted_whole:
                    yield from _scan(cached, tracked, name)
                if tracked.wanted_journal:
                    yield from cached.read_journal()
                    tracked.exchanges, tracked.dropped = cached.exchanges, cached.dropped
            elif failure is not None or not tracked.changed:
                transaction.result, transaction.failure, transaction.done = result, failure, True
            else:
                transaction.result = result
                ran.append(transaction)
                read.append([(table.name, key) for table in tracked.touched for key in table.read])
                writes += tracked.collect_commit()
        waiting = again
    if ran:
        yield from _commit(cached, tracked, ran, writes, read, journal_size)


def _read(
    cached: CachedWorld, tracked: TrackedWorld, missing: dict[tuple[str, str], None], transactions: list[Transaction]
) -> ScriptCalls:
    """Fetch what is missing, and numbers for the transactions that need one."""
    unnumbered = [transaction for transaction in transactions if transaction.numbered and not transaction.number]
    args: list[Any] = []
    for name, key in missing:
        args += (name, in_utf8(key), PREFETCH_AFTER.get(name, ""))
    _, last, values, ahead = yield from cached.ask("read", len(unnumbered), *args)
    for nth, transaction in enumerate(unnumbered, start=last - len(unnumbered) + 1):
        transaction.number = nth
    for (name, key), raw in zip(missing, values, strict=True):
        tracked.add_stored(name, key, raw)
    for name, key, raw in zip(ahead[::3], ahead[1::3], ahead[2::3], strict=True):
        tracked.add_stored(name.decode(), key.decode(), raw)


def _scan(cached: CachedWorld, tracked: TrackedWorld, name: str) -> ScriptCalls:
    stored: dict[str, StoredValue] = {}
    cursor: bytes = b"0"
    while True:
        cursor, flat = yield from cached.ask("scan", name, cursor)
        stored.update((key.decode("utf-8", "surrogatepass"), StoredValue(raw)) for key, raw in pairs(flat))
        if cursor == b"0":
            break
    tracked.add_whole(name, stored)


def _commit(
    cached: CachedWorld,
    tracked: TrackedWorld,
    ran: list[Transaction],
    writes: list[Any],
    read: list[list[tuple[str, str]]],
    journal_size: int,
) -> ScriptCalls:
    world = tracked.world
    now = world.clock.now(max(transaction.wall for transaction in ran))
    committed = yield from cached.ask(
        "commit", now // MINUTE * MINUTE, journal_size, journals.MOST_BYTES, MOST_FADING, *writes
    )
    for transaction, is_committed, keys_read in zip(ran, committed, read, strict=True):
        if is_committed:
            transaction.done = True
            if transaction.path and transaction.missed and keys_read:
                cached.prefetch.learn(transaction, keys_read)
    if tracked.has_slow_writes:
        cached.tracked = None
