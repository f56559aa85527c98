"""What is carried over into a new world under a backend that lives on: access tokens, and the time."""

from __future__ import annotations

from mockwx.core.clock import Clock
from mockwx.core.world import World


def carry_over(world: World, former: World, wall: int) -> None:
    """Access tokens live on, and the clock does not go back."""
    now = former.clock.now(wall)
    clock = world.clock
    if clock.now(wall) < now:
        world.clock = Clock.starting(now, wall, frozen=clock.frozen)
    world.tokens.keep_from(former.tokens, now)
    world.corps.keep_from(former.corps, now)
