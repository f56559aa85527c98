"""Reviews: what WeChat finds risky in texts and pictures, and the checks of pictures whose result is not out yet."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from mockwx.core.clock import HOUR
from mockwx.core.tables.counts import Counts
from mockwx.core.tables.table import OpenTable

Suggestion = Literal["risky", "pass", "review"]
NORMAL = 100
LABELS = (NORMAL, 10001, 20001, 20002, 20003, 20006, 20008, 20012, 20013, 21000)
"""Normal, advertising, politics, pornography, insult, crime, fraud, vulgarity, copyright, other."""
_PENDING = HOUR
"""A result comes within 30 minutes (documented); one that nobody asks for is forgotten after an hour."""


class ReviewFinding(Struct, frozen=True):
    """What WeChat says to one content. A backend must look at ``suggest``: the errcode is 0 either way."""

    text: str = ""
    """What stands in the content, or in a picture's address."""
    suggest: Suggestion = "pass"
    label: int = NORMAL


class MediaCheck(Struct, frozen=True):
    appid: str
    trace_id: str
    finding: ReviewFinding


class Reviews:
    def __init__(self, open_table: OpenTable, counts: Counts) -> None:
        self._findings = open_table("findings", ReviewFinding)
        self._checks = open_table("media_checks", MediaCheck)
        self._counts = counts

    def find(self, finding: ReviewFinding) -> None:
        """Contents that hold this text are judged so from now on."""
        self._findings.put(finding.text, finding)

    def of(self, content: str) -> ReviewFinding:
        """The first that was told of all that stand in the content; else it passes."""
        return next((finding for text, finding in self._findings.items() if text in content), ReviewFinding())

    def begin(self, appid: str, trace_id: str, url: str, now: int) -> None:
        """Check a picture or sound; the result is told later."""
        nth = self._counts.next("media check", appid)
        self._checks.put(f"{appid}|{nth}", MediaCheck(appid, trace_id, self.of(url)), now + _PENDING)

    def next(self, appid: str) -> MediaCheck | None:
        """The app's oldest check whose result was not told; None where all were."""
        first, last = self._counts.so_far("media told", appid) + 1, self._counts.so_far("media check", appid)
        checks = (self._checks.get(f"{appid}|{nth}") for nth in range(first, last + 1))
        return next((check for check in checks if check is not None), None)

    def tell(self, appid: str) -> MediaCheck | None:
        """As :meth:`next`, and it is told now."""
        check = None
        while check is None and self._counts.so_far("media told", appid) < self._counts.so_far("media check", appid):
            check = self._checks.get(f"{appid}|{self._counts.next('media told', appid)}")
        return check
