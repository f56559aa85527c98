"""The real clock, read in this one place."""

from __future__ import annotations

import time


def wall() -> int:
    """Real milliseconds since 1970."""
    return time.time_ns() // 1_000_000
