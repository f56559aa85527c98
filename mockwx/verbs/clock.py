"""What time does: it is moved, set, stopped and let go."""

from __future__ import annotations

from typing import Any

from mockwx.core.clock import Clock, spell_instant
from mockwx.core.world import World
from mockwx.verbs.verb import Arg, Scene, Verb


def shown(world: World, wall: int) -> dict[str, Any]:
    """The clock as control calls tell it; ``unix`` in seconds."""
    clock = world.clock
    now = clock.now(wall)
    return {
        "at": spell_instant(now),
        "unix": now // 1000,
        "mode": "frozen" if clock.frozen else "flowing",
    }


def _changed(scene: Scene, clock: Clock) -> dict[str, Any]:
    scene.world.clock = clock
    return shown(scene.world, scene.wall)


CLOCK = (
    Verb(
        "clock.advance",
        "so much later; nobody sleeps",
        (Arg("by", "duration", "such as 5m1s", required=True),),
        lambda scene: _changed(scene, scene.world.clock.advance(scene.args["by"], scene.wall)),
        short="by",
    ),
    Verb(
        "clock.set",
        "to an instant",
        (Arg("at", "instant", "such as 2026-01-01T08:00:00+08:00", required=True),),
        lambda scene: _changed(scene, scene.world.clock.set_to(scene.args["at"], scene.wall)),
        short="at",
    ),
    Verb(
        "clock.freeze",
        "time stands still until it is advanced or let go",
        (),
        lambda scene: _changed(scene, scene.world.clock.freeze(scene.wall)),
    ),
    Verb(
        "clock.flow",
        "time goes on by itself",
        (),
        lambda scene: _changed(scene, scene.world.clock.flow(scene.wall)),
    ),
)
