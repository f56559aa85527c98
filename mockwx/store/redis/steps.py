"""Steps: how jobs are done on a world in Redis, as questions to it; whoever drives them puts the questions.

Every question goes to a script that first looks whether the world's head is still the one that is known. So nobody
ever works on a mixture of two generations, nor on rules or a clock of yesterday.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from mockwx.core.journal.journal import Exchange
from mockwx.store import about as abouts
from mockwx.store.codec import exchanges
from mockwx.store.redis import keys
from mockwx.store.redis.ahead import AHEAD, Guesses
from mockwx.store.redis.jobs import Job
from mockwx.store.redis.view import Held, Places, View, by_place, in_utf8
from mockwx.store.rows import Row
from mockwx.store.snapshot import Snapshot
from mockwx.store.tables import MOST_FADING

MINUTE = 60_000
MOST_TRIES = 50
"""So often a job may lose a race before it is given up: some seconds."""


class Ask(NamedTuple):
    script: str
    keys: Sequence[str]
    args: Sequence[Any]


class Pause(NamedTuple):
    tries: int


Steps = Generator[Ask | Pause, Any, None]


class Gone(LookupError):
    """There is no such world."""


class Contended(Exception):
    """Others were faster, again and again."""


class _Stale(Exception):
    """What is known of the world is no longer so."""


class Known:
    """What a process knows of one world. A lane and each control call have one of their own."""

    def __init__(self, name: str, places: Places) -> None:
        self.name = name
        self.places = places
        self.head = b""
        self.about: abouts.About | None = None
        self.view: View | None = None
        self.guesses = Guesses()
        self.exchanges: tuple[Exchange, ...] = ()
        self._pushed, self._cleared = 0, b"0"

    @property
    def generation(self) -> str:
        return self.head.partition(b".")[0].decode()

    @property
    def at(self) -> str:
        return keys.prefix(self.name, self.generation)

    def load(self) -> Steps:
        """:raises Gone: there is no such world."""
        before = keys.prefix(self.name, "").removesuffix(":")
        found = yield Ask("load", [keys.head(self.name)], [before, self.generation, *keys.SLOW])
        if not found:
            raise Gone(self.name)
        former, self.head = self.generation, found[0]
        if self.generation != former:
            self.about = abouts.load(found[1])
            self.exchanges, self._pushed, self._cleared = (), 0, b"0"
        assert self.about is not None  # noqa: S101
        slow = {
            table: {key.decode(): Held(raw) for key, raw in _pairs(flat)}
            for table, flat in zip(keys.SLOW, found[2:], strict=True)
        }
        self.view = View(self.about.settings, slow, self.places)

    def ask(self, script: str, *args: Any) -> Generator[Ask | Pause, Any, Any]:
        found = yield Ask(script, [keys.head(self.name)], [self.head, self.at, *args])
        if found == []:
            raise _Stale
        return found

    def read_journal(self) -> Steps:
        pushed, cleared, size, new = yield from self.ask("journal", self._pushed, self._cleared)
        old = self.exchanges if cleared == self._cleared else ()
        fresh = tuple(exchanges().load(raw.partition(b" ")[2]) for raw in new)
        # Servers finish in another order than they begin.
        self.exchanges = tuple(sorted((*old, *fresh)[-size:], key=_number)) if size else ()
        self._pushed, self._cleared = pushed, cleared


def carry_out(known: Known, jobs: list[Job], journal_size: int) -> Steps:
    """Do the jobs, one after another; each ends ``done``, with its result or failure.

    :raises Gone: there is no such world (any more); jobs may be left undone.
    """
    while jobs:
        try:
            if known.view is None:
                yield from known.load()
            yield from _round(known, jobs, journal_size)
        except _Stale:
            known.view = None
        jobs = [job for job in jobs if not job.done]
        for job in jobs:
            job.tries += 1
            if job.tries > MOST_TRIES:
                job.failure, job.done = Contended(), True
        if jobs and jobs[0].tries > 1:
            yield Pause(jobs[0].tries)


def take(known: Known, wall: int, found: list[Snapshot]) -> Steps:
    """All of the world at one instant, as the only item of ``found``."""
    while not found:
        yield from known.load()
        view, about = known.view, known.about
        assert view is not None and about is not None  # noqa: S101, PT018
        try:
            numbers, journal, due, fading, *flat = yield from known.ask("take", *view.tables)
        except _Stale:
            continue
        expiries = {member: int(at) for member, at in _pairs(due)}
        faded = set(fading)
        tables = {}
        for (name, table), pairs in zip(view.tables.items(), map(_pairs, flat), strict=True):
            held = {key.decode("utf-8", "surrogatepass"): Held(raw) for key, raw in pairs}
            rows = sorted(held.items(), key=by_place)
            members = [in_utf8(f"{name}\n{key}") for key, _ in rows]
            tables[name] = [
                Row(key, table.value(each), expiries.get(member), member in faded)
                for (key, each), member in zip(rows, members, strict=True)
            ]
        tables.pop(keys.RIDS)
        kept = tuple(sorted((exchanges().load(raw.partition(b" ")[2]) for raw in journal), key=_number))
        found.append(Snapshot(about, view.world.clock.now(wall), int(numbers), tables, kept))


def _round(known: Known, jobs: list[Job], journal_size: int) -> Steps:
    view = known.view
    assert view is not None  # noqa: S101
    view.forget()
    missing = dict.fromkeys(pair for job in jobs for pair in known.guesses.of(job) if pair[0] not in view.slow)
    ran: list[Job] = []
    kept: list[Any] = []
    read: list[list[tuple[str, str]]] = []
    waiting, first = jobs, True
    while waiting:
        if missing or first:
            yield from _look(known, view, missing, waiting)
        missing, first = {}, False
        again = []
        for job in waiting:
            view.begin(job)
            result, failure = None, None
            try:
                result = job.work(view.world)
            except Exception as error:
                failure = error
            if view.lacks:
                again.append(job)
                missing.update(dict.fromkeys(view.missing))
                for name in view.wanted_whole:
                    yield from _whole(known, view, name)
                if view.wanted_journal:
                    yield from known.read_journal()
                    view.exchanges = known.exchanges
            elif failure is not None or not view.changed:
                job.result, job.failure, job.done = result, failure, True
            else:
                job.result = result
                ran.append(job)
                read.append([(table.name, key) for table in view.touched for key in table.read])
                kept += view.keep()
        waiting = again
    if ran:
        yield from _commit(known, view, ran, kept, read, journal_size)


def _look(known: Known, view: View, missing: dict[tuple[str, str], None], jobs: list[Job]) -> Steps:
    """Fetch what is missing, and numbers for the jobs that need one."""
    unnumbered = [job for job in jobs if job.numbered and not job.number]
    args: list[Any] = []
    for name, key in missing:
        args += (name, in_utf8(key), AHEAD.get(name, ""))
    _, last, values, ahead = yield from known.ask("look", len(unnumbered), *args)
    for nth, job in enumerate(unnumbered, start=last - len(unnumbered) + 1):
        job.number = nth
    for (name, key), raw in zip(missing, values, strict=True):
        view.hold(name, key, raw)
    for name, key, raw in zip(ahead[::3], ahead[1::3], ahead[2::3], strict=True):
        view.hold(name.decode(), key.decode(), raw)


def _whole(known: Known, view: View, name: str) -> Steps:
    held: dict[str, Held] = {}
    cursor: bytes = b"0"
    while True:
        cursor, flat = yield from known.ask("whole", name, cursor)
        held.update((key.decode("utf-8", "surrogatepass"), Held(raw)) for key, raw in _pairs(flat))
        if cursor == b"0":
            break
    table = view.tables[name]
    # What is held already was fetched or written before.
    table.held = held | table.held
    table.complete = True


def _commit(
    known: Known,
    view: View,
    ran: list[Job],
    kept: list[Any],
    read: list[list[tuple[str, str]]],
    journal_size: int,
) -> Steps:
    world = view.world
    now = max(world.clock.now(job.wall) for job in ran)
    done = yield from known.ask("commit", now // MINUTE * MINUTE, journal_size, MOST_FADING, *kept)
    for job, is_kept, pairs in zip(ran, done, read, strict=True):
        if is_kept:
            job.done = True
            if job.numbered and pairs:
                known.guesses.learn(job, pairs)
    if any(table.held is not view.slow[name] for name, table in view.tables.items() if name in view.slow):
        known.view = None


def _number(exchange: Exchange) -> int:
    return exchange.number


def _pairs(flat: list[bytes]) -> list[tuple[bytes, bytes]]:
    return list(zip(flat[::2], flat[1::2], strict=True))
