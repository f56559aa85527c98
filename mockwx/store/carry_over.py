"""What is carried over into a new world under a backend that lives on: access tokens, and the time."""

from __future__ import annotations

from mockwx.core.clock import Clock
from mockwx.core.world import World


def carry_over(world: World, former: World, wall: int, *, keep_clock: bool) -> None:
    """Access tokens live on; with ``keep_clock`` the clock does not go back, else it shows what the scenario says."""
    then = former.clock.now(wall)
    clock = world.clock
    if keep_clock and clock.now(wall) < then:
        world.clock = clock = Clock.starting(then, wall, frozen=clock.frozen)
    now = then if keep_clock else clock.now(wall)
    world.tokens.keep_from(former.tokens, then, now)
    world.corps.keep_from(former.corps, then, now)
