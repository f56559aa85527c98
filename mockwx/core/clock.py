"""Pretend time: a value that says what the world's clock shows at a moment of real time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.text.bilingual import both

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Milliseconds, as all times in the core."""
CHINA = timezone(timedelta(hours=8))
"""WeChat's days begin at midnight of Beijing."""
LATEST = 253_370_764_800_000
"""9999-01-01, Beijing: no clock goes further, since nobody could spell what it shows."""


class BeyondTime(ValueError):
    """A clock cannot go there."""


class Clock(Struct, frozen=True):
    """When real time was ``wall``, the world's clock showed ``base``. All values are milliseconds since 1970.

    ``start`` is what the clock showed first; rules count their ``between`` from it.
    """

    start: int
    base: int
    wall: int
    frozen: bool = False

    @classmethod
    def starting(cls, at: int, wall: int, *, frozen: bool = False) -> Clock:
        return cls(start=at, base=at, wall=wall, frozen=frozen)

    def now(self, wall: int) -> int:
        return self.base if self.frozen else self.base + wall - self.wall

    def advance(self, by: int, wall: int) -> Clock:
        """``by`` milliseconds later, frozen or flowing as before."""
        if by < 0:
            raise BeyondTime(both("time only goes forward", "时间只能向前"))
        base = self.now(wall) + by
        if base > LATEST:
            raise BeyondTime(both("time ends with the year 9998", "时间最晚到 9998 年"))
        return replace(self, base=base, wall=wall)

    def set_to(self, at: int, wall: int) -> Clock:
        return replace(self, base=at, wall=wall)

    def freeze(self, wall: int) -> Clock:
        return replace(self, base=self.now(wall), wall=wall, frozen=True)

    def flow(self, wall: int) -> Clock:
        return replace(self, base=self.now(wall), wall=wall, frozen=False)


def parse_instant(text: object) -> int:
    """Milliseconds of an ISO 8601 instant with its zone, such as ``2026-01-01T08:00:00+08:00``.

    A plain date means midnight in Beijing. An instant without a zone is refused: nobody can tell when it is.
    """
    wanted = both(
        f"{text!r} is not an instant; write for example 2026-01-01T08:00:00+08:00 (with its zone)",
        f"{text!r} 不是时刻；请写成例如 2026-01-01T08:00:00+08:00（带时区）",
    )
    if not isinstance(text, str):
        raise ValueError(wanted)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(wanted) from None
    if instant.tzinfo is None:
        if len(text) > len("2026-01-01"):
            raise ValueError(wanted)
        instant = instant.replace(tzinfo=CHINA)
    milliseconds = round(instant.timestamp() * 1000)
    if not 0 <= milliseconds <= LATEST:
        raise ValueError(wanted)
    return milliseconds


def spell_instant(milliseconds: int) -> str:
    """ISO 8601 in Beijing time, with milliseconds: ``2026-01-01T08:00:00.000+08:00``."""
    instant = datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
    return instant.astimezone(CHINA).isoformat(timespec="milliseconds")
