"""What time does: it is moved, set, stopped and let go."""

from __future__ import annotations

from typing import Any

from mockwx.core.clock import Clock, spell_instant
from mockwx.core.world import World
from mockwx.verbs.verb import Arg, Verb, VerbContext


def shown(world: World, wall: int) -> dict[str, Any]:
    """The clock as control calls tell it; ``unix`` in seconds."""
    clock = world.clock
    now = clock.now(wall)
    return {
        "at": spell_instant(now),
        "unix": now // 1000,
        "mode": "frozen" if clock.frozen else "flowing",
    }


def _changed(context: VerbContext, clock: Clock) -> dict[str, Any]:
    context.world.clock = clock
    return shown(context.world, context.wall)


CLOCK = (
    Verb(
        "clock.advance",
        "so much later; nobody sleeps",
        (Arg("by", "duration", "such as 5m1s", required=True),),
        lambda context: _changed(context, context.world.clock.advance(context.args["by"], context.wall)),
        short="by",
    ),
    Verb(
        "clock.set",
        "to an instant",
        (Arg("at", "instant", "such as 2026-01-01T08:00:00+08:00", required=True),),
        lambda context: _changed(context, context.world.clock.set_to(context.args["at"], context.wall)),
        short="at",
    ),
    Verb(
        "clock.freeze",
        "time stands still until it is advanced or let go",
        (),
        lambda context: _changed(context, context.world.clock.freeze(context.wall)),
    ),
    Verb(
        "clock.flow",
        "time goes on by itself",
        (),
        lambda context: _changed(context, context.world.clock.flow(context.wall)),
    ),
)
