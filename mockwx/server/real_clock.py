"""The real clock, read in this one place."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial


def wall() -> int:
    """Real milliseconds since 1970; a test that freezes Python's clock freezes them too."""
    return time.time_ns() // 1_000_000


def _monotonic() -> Callable[[], float]:
    if hasattr(time, "clock_gettime"):
        # Bent by no library for tests, not even where this is loaded while time stands still.
        return partial(time.clock_gettime, time.CLOCK_MONOTONIC)
    return partial(time.monotonic)


# A partial is none of the functions that freezegun looks for among the names of modules.
monotonic = _monotonic()
"""Real seconds from some moment on, whatever a test does to Python's clock: what is waited for ends."""
