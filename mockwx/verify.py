"""What should have happened, read from the journal; a difference explains itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.journal.entries import JournalFilter, line
from mockwx.core.journal.journal import Exchange
from mockwx.core.text.spans import Span

NEAREST = 5


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

    def difference(self, exchanges: Sequence[Exchange]) -> str | None:
        """None where it is so; otherwise what was expected, what came, and the nearest exchanges."""
        spans = [Span(self.least, self.most), *(span for _, span in self.errcodes)]
        lines: list[str] = []
        for calls, span in zip(self.filters, spans, strict=True):
            seen = len(calls.among(exchanges))
            if seen not in span:
                lines.append(f"expected {_counted(span)} of {calls}; saw {seen}")
                lines += _nearest(calls, exchanges)
        return "\n".join(lines) or None


def _nearest(wanted: JournalFilter, exchanges: Sequence[Exchange]) -> Iterator[str]:
    near = sorted(exchanges, key=lambda each: _distance(wanted, each))[:NEAREST]
    for exchange in sorted(near, key=lambda each: each.number):
        why = wanted.why_not(exchange)
        yield f"  {line(exchange)}" + (f"  -- {why}" if why is not None else "  -- counts")
    if not exchanges:
        yield "  the journal is empty: nothing called this world"


def _counted(span: Span) -> str:
    return f"{span} call{'' if span.one else 's'}" if span != Span(0, 0) else "no call"


def _distance(wanted: JournalFilter, exchange: Exchange) -> tuple[int, int]:
    misses = (wanted.api is not None and exchange.api != wanted.api) * 4
    misses += wanted.user is not None and exchange.user != wanted.user
    misses += wanted.app is not None and wanted.app not in (exchange.app, exchange.appid)
    misses += wanted.errcode is not None and exchange.errcode != wanted.errcode
    return misses, -exchange.number
