"""Facts that a busy machine can hide for a moment, but never make."""

from __future__ import annotations

import time
from collections.abc import Callable


def once_in(tries: int, true: Callable[[], bool]) -> bool:
    """Whether it holds at least once: for what takes no longer than so long, where the machine may be held up."""
    return any(true() for _ in range(tries))


def soon(true: Callable[[], object], seconds: float = 60) -> bool:
    """Whether it comes true; whoever waits that long has failed."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
