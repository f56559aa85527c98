"""The real clock, read in this one place."""

from __future__ import annotations

import time
from collections.abc import Callable


def wall() -> int:
    """Real milliseconds since 1970; a test that freezes Python's clock freezes them too."""
    return time.time_ns() // 1_000_000


class _Real:
    """Holds a function where freezegun, which looks through the names of modules, does not find it."""

    @staticmethod
    def _choose() -> Callable[[], float]:
        if hasattr(time, "clock_gettime"):
            # Bent by no library for tests, not even where this is loaded while time stands still.
            read, number = time.clock_gettime, time.CLOCK_MONOTONIC
            return lambda: read(number)
        return time.monotonic

    monotonic = staticmethod(_choose())


def monotonic() -> float:
    """Real seconds from some moment on, whatever a test does to Python's clock: what is waited for ends."""
    return _Real.monotonic()
