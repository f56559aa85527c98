"""Quotas: how often an api may be called per second, minute, hour, day or month, counted in fixed windows.

Minutes are the clock's own ("retry next minute"); days and months are Beijing's. Which calls count is the
order of an endpoint's checks: one that is refused before its quota is asked does not count, nor does the one that finds
the quota spent; one that is refused by a later check does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from mockwx.core.clock import CHINA, DAY, HOUR, MINUTE
from mockwx.core.tables.table import OpenTable
from mockwx.core.text.bilingual import both

Window = Literal["s", "min", "h", "day", "month"]
Per = Literal["app", "user", "corp"]

_LENGTH = {"s": 1_000, "min": MINUTE, "h": HOUR, "day": DAY}
_CHINA_OFFSET = 8 * HOUR
_RATE = re.compile(r"(\d+)\s*/\s*(s|min|h|day|month)")


class Quota(Struct, frozen=True):
    """``rate`` calls of an api per ``window``, counted for each app, for each user of an app, or, of WeCom's apps, for
    all agents of a corp together."""

    rate: int
    window: Window
    per: Per = "app"

    @property
    def is_daily(self) -> bool:
        """Whether it ends with 45009 rather than with 45011, which asks for a minute's patience."""
        return self.window in ("h", "day", "month")


def parse_rate(text: object) -> tuple[int, Window]:
    """``100/min`` as (100, "min")."""
    rate = _RATE.fullmatch(text) if isinstance(text, str) else None
    if rate is None:
        raise ValueError(
            both(
                f"{text!r} is not a rate; write for example 100/min, 5/s, 100/h, 2000/day or 10/month",
                f"{text!r} 不是频率；请写成例如 100/min、5/s、100/h、2000/day、10/month",
            )
        )
    return int(rate[1]), rate[2]  # type: ignore[return-value]


def day_number(now: int) -> int:
    """The days of Beijing, numbered."""
    return (now + _CHINA_OFFSET) // DAY


class Quotas:
    def __init__(self, open_table: OpenTable) -> None:
        self._used = open_table("quotas", int)

    def used(self, api: str, quota: Quota, who: str, now: int) -> int:
        return self._used.get(self._key(api, quota, who, now)[0]) or 0

    def is_spent(self, api: str, quota: Quota, who: str, now: int) -> bool:
        return self.used(api, quota, who, now) >= quota.rate

    def count(self, api: str, quota: Quota, who: str, now: int) -> None:
        key, ends = self._key(api, quota, who, now)
        self._used.put(key, (self._used.get(key) or 0) + 1, ends)

    def spend(self, api: str, quotas: Iterable[tuple[Quota, str]], now: int) -> Quota | None:
        """Count a call in each quota, for whom it is counted; or in none, and the first that has nothing left."""
        counted = []
        for quota, who in quotas:
            key, ends = self._key(api, quota, who, now)
            used = self._used.get(key) or 0
            if used >= quota.rate:
                return quota
            counted.append((key, used + 1, ends))
        for key, used, ends in counted:
            self._used.put(key, used, ends)
        return None

    def clear(self, api: str, quota: Quota, who: str, now: int) -> None:
        self._used.drop(self._key(api, quota, who, now)[0])

    @staticmethod
    def _key(api: str, quota: Quota, who: str, now: int) -> tuple[str, int]:
        if quota.window == "month":
            date = datetime.fromtimestamp(now / 1000, CHINA)
            nth, ends = date.year * 12 + date.month, now + 32 * DAY
        else:
            length, offset = _LENGTH[quota.window], _CHINA_OFFSET if quota.window == "day" else 0
            nth = (now + offset) // length
            ends = (nth + 1) * length - offset
        return f"{api}|{who}|{quota.window}|{nth}", ends
