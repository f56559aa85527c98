"""What should have happened, counted in the journal; a count that is wrong knows what was wanted and what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.journal.entries import JournalFilter, line
from mockwx.core.journal.journal import Exchange
from mockwx.core.text.bilingual import Text
from mockwx.core.text.chinese_reasons import reason_text, told_line
from mockwx.core.text.spans import Span

NEAREST = 5
NO_CALL = "  the journal is empty: nothing called this world"


class NearEntry(Struct, frozen=True):
    """A journal entry that is like the calls that were wanted."""

    line: str
    why_not: str | None = None
    """Why it does not count; None where it does."""

    def __str__(self) -> str:
        return self.text.en

    @property
    def text(self) -> Text:
        why = Text("counts", "计入") if self.why_not is None else reason_text(self.why_not)
        return Text(f"  {told_line(self.line, 'en')}  -- {why.en}", f"  {told_line(self.line, 'zh')}  -- {why.zh}")


class WrongCount(Struct, frozen=True):
    """Calls of which another number came than was wanted."""

    calls: JournalFilter
    wanted: Span
    seen: int
    nearest: tuple[NearEntry, ...] = ()
    """In the order of the journal; none where nothing called this world."""

    @property
    def expectation(self) -> str:
        """Such as ``2 calls of token``."""
        number = f"{self.wanted} call{'' if self.wanted.one else 's'}" if self.wanted != Span(0, 0) else "no call"
        return f"{number} of {self.calls}"

    def __str__(self) -> str:
        """Lines: what was expected and what came, then the nearest entries."""
        first = f"expected {self.expectation}; saw {self.seen}"
        return "\n".join([first, *(map(str, self.nearest) if self.nearest else (NO_CALL,))])


class Expected(Struct, frozen=True):
    """So many calls of this sort: at least ``least`` and, unless None, at most ``most``."""

    calls: JournalFilter
    least: int = 1
    most: int | None = None
    errcodes: tuple[tuple[int, Span], ...] = ()
    """How many of these calls were answered with which errcode; 0 is success."""

    @property
    def filters(self) -> tuple[JournalFilter, ...]:
        """Which calls are counted: all, then those of each errcode."""
        return self.calls, *(replace(self.calls, errcode=errcode) for errcode, _ in self.errcodes)

    def wrong_counts(self, exchanges: Sequence[Exchange]) -> tuple[WrongCount, ...]:
        """None where all is as expected; that of all calls comes before those of each errcode."""
        spans = [Span(self.least, self.most), *(span for _, span in self.errcodes)]
        counted = [(calls, span, len(calls.among(exchanges))) for calls, span in zip(self.filters, spans, strict=True)]
        return tuple(
            WrongCount(calls, span, seen, tuple(_nearest(calls, exchanges)))
            for calls, span, seen in counted
            if seen not in span
        )


def _nearest(wanted: JournalFilter, exchanges: Sequence[Exchange]) -> Iterator[NearEntry]:
    near = sorted(exchanges, key=lambda exchange: _distance(wanted, exchange))[:NEAREST]
    for exchange in sorted(near, key=lambda exchange: exchange.number):
        yield NearEntry(line(exchange), wanted.why_not(exchange))


def _distance(wanted: JournalFilter, exchange: Exchange) -> tuple[int, int]:
    misses = (wanted.api is not None and exchange.api != wanted.api) * 4
    misses += wanted.user is not None and exchange.user != wanted.user
    misses += wanted.app is not None and wanted.app not in (exchange.app, exchange.appid)
    misses += wanted.errcode is not None and exchange.errcode != wanted.errcode
    return misses, -exchange.number
