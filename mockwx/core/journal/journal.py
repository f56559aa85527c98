"""The journal: every exchange, in order, with the reason for its answer; bounded, and with secrets whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple, Protocol

from msgspec import Struct

from mockwx.core.text.bilingual import both
from mockwx.core.wire import Request, Response, RuleTrace

CANARY = "canary"
"""The api of a hit on a canary URL, which nobody who does right asks for."""
FRONT_END = "wx.request"
"""The api of an exchange that is none of WeChat's: what a page asked its own backend, relayed by mockwx."""


class Exchange(Struct, omit_defaults=True, gc=False):
    """One call: what came, what went, and why."""

    number: int
    at: int
    """The world's milliseconds."""
    api: str | None
    """None where no endpoint lives at the path."""
    request: Request
    response: Response
    appid: str | None = None
    app: str | None = None
    user: str | None = None
    code: str | None = None
    """The code that the call brought, spent or not."""
    errcode: int | None = 0
    """None where a fault kept any errcode from the caller."""
    reason: str | None = None
    """Why WeChat refused, in one sentence."""
    evidence: str = "documented"
    """How it is known that WeChat answers so."""
    rid: str | None = None
    trace: tuple[RuleTrace, ...] = ()
    """Of each rule that looked at the call."""
    fault: str | None = None
    """What a rule did to the answer, in a few words."""
    took: float | None = None
    """Real milliseconds from the request's last byte to the answer's; the server fills it in."""


class JournalState(NamedTuple):
    """What changes with each exchange, so that nobody looks through the same journal twice."""

    journal: int
    """Another one where the world has begun anew."""
    cleared: int
    last: int
    """The number that was given away last."""


class Journal(Protocol):
    def next_number(self) -> int:
        """A number that no other exchange of this world has; 1 is the first."""

    def append(self, exchange: Exchange) -> None: ...

    def begin(self, exchange: Exchange) -> None:
        """What is going on: it stands before the exchanges that it leads to, where a journal can fill in the rest."""

    def complete(self, exchange: Exchange) -> None:
        """What was begun has ended, and ``exchange`` says how."""

    def by_rid(self, rid: str) -> Exchange | None: ...

    def __iter__(self) -> Iterator[Exchange]:
        """Oldest first."""

    def after(self, number: int) -> list[Exchange]:
        """Those with a higher number, oldest first."""

    @property
    def dropped(self) -> int:
        """How many exchanges went for their size alone, since it was cleared."""

    def state(self) -> JournalState | None:
        """None where others write to it too, so that nobody here knows."""

    def clear(self) -> None:
        """Forget the exchanges; numbers go on."""


MOST_BYTES = 128 * 1024 * 1024
"""Of all bodies in a journal; logins are small, so only floods of large bodies meet it."""


def why_dropped(journal: Journal) -> str | None:
    """The sentence for whoever looks for an exchange that went for its size; None where none has."""
    dropped = journal.dropped
    if not dropped:
        return None
    return both(
        f"{dropped} older entries are gone: the bodies in a journal may have {MOST_BYTES >> 20} MiB together",
        f"较早的 {dropped} 条记录已丢弃：日志中的请求体和响应体合计最多 {MOST_BYTES >> 20} MiB",
    )


class RingJournal:
    """A journal in memory that keeps the last ``size`` exchanges, and fewer where their bodies are very large."""

    def __init__(self, size: int, last: int = 0, most_bytes: int | None = None) -> None:
        """``last``: the number of the last exchange of a world that lives on in this one."""
        self._most_bytes = MOST_BYTES if most_bytes is None else most_bytes
        self._bytes = 0
        self._sizes: dict[int, int] = {}
        """Bytes by number, as they were counted: an answer may change after it was journalled."""
        self.dropped = 0
        self.cleared = 0
        """How often it was."""
        self._size = size
        self._ring: deque[Exchange] = deque()
        self._rids: dict[str, Exchange] = {}
        self._last = last

    @property
    def body_bytes(self) -> int:
        """Of all bodies that are kept."""
        return self._bytes

    def next_number(self) -> int:
        self._last += 1
        return self._last

    def append(self, exchange: Exchange) -> None:
        ring = self._ring
        if len(ring) >= self._size:
            if not ring:
                return
            self._forget_oldest()
        ring.append(exchange)
        if exchange.rid is not None:
            self._rids[exchange.rid] = exchange
        self._count(exchange, 0)

    def begin(self, exchange: Exchange) -> None:
        self.append(exchange)

    def complete(self, exchange: Exchange) -> None:
        """Counts its bytes, which may have grown; one that is gone is passed over."""
        counted = self._sizes.get(exchange.number)
        if counted is not None:
            self._count(exchange, counted)

    def _count(self, exchange: Exchange, counted: int) -> None:
        """``counted``: its bytes as they were."""
        self._sizes[exchange.number] = size = len(exchange.request.body) + len(exchange.response.body)
        self._bytes += size - counted
        while self._bytes > self._most_bytes and len(self._ring) > 1:
            self._forget_oldest()
            self.dropped += 1

    def _forget_oldest(self) -> None:
        oldest = self._ring.popleft()
        self._bytes -= self._sizes.pop(oldest.number, 0)
        if oldest.rid is not None:
            self._rids.pop(oldest.rid, None)

    def by_rid(self, rid: str) -> Exchange | None:
        return self._rids.get(rid)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._ring))

    def after(self, number: int) -> list[Exchange]:
        newest_first = list(takewhile(lambda exchange: exchange.number > number, reversed(self._ring)))
        return newest_first[::-1]

    def __len__(self) -> int:
        return len(self._ring)

    @property
    def last(self) -> int:
        """The number that was given away last."""
        return self._last

    def state(self) -> JournalState:
        return JournalState(id(self), self.cleared, self._last)

    def clear(self) -> None:
        self._ring.clear()
        self._rids.clear()
        self._sizes.clear()
        self._bytes = self.dropped = 0
        self.cleared += 1
