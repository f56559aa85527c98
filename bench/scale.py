"""How much is measured: a whole run, a quick one, or a long one."""

from __future__ import annotations

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Scale:
    rounds: int = 5
    seconds: float = 3.0
    """Of load, each contender in each round."""
    world: int = MILLION
    """Live codes, and people, in a full world. The targets are about a million."""
    logins: int = 300_000
    """Over which memory must stay flat."""
    held: float = 10.0
    """Seconds for which a crowd hangs."""
    whole_audit: bool = True
    """Besides the quick one."""


WHOLE = Scale()
QUICK = Scale(rounds=3, seconds=1.0, world=100_000, logins=60_000, held=3.0, whole_audit=False)
SOAK = Scale(logins=10 * MILLION)
