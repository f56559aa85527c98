"""Durations as Python gives them, for the control plane."""

from __future__ import annotations

from datetime import timedelta

from mockwx.core.text.durations import spell_duration


def spelled(duration: str | int | timedelta) -> str:
    """``"5m1s"`` as it is; whole milliseconds and a ``timedelta`` in the same spelling."""
    if isinstance(duration, timedelta):
        duration = duration // timedelta(milliseconds=1)
    return duration if isinstance(duration, str) else spell_duration(duration)
