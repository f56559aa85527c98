"""Control calls about time: what the clock shows, and setting it."""

from __future__ import annotations

import os
from typing import Any

from mockwx.control.answer import Asked, ControlError
from mockwx.control.shape import mapping
from mockwx.core.clock import parse_instant, spell_instant
from mockwx.core.text.bilingual import both
from mockwx.core.version import VERSION
from mockwx.core.world import World
from mockwx.verbs.clock import shown


def health(asked: Asked) -> Any:
    at = asked.run(lambda world: world.clock.now(asked.wall))
    found: dict[str, Any] = {"status": "ok", "version": VERSION, "clock": spell_instant(at), "world": asked.world}
    if asked.worlds.remote:
        # One of several servers: which of them answered.
        found |= {"store": "redis", "pid": os.getpid()}
    return found


def get_clock(asked: Asked) -> Any:
    return asked.run(lambda world: shown(world, asked.wall))


def put_clock(asked: Asked) -> Any:
    given = mapping(asked.body, "at", "mode")
    mode, at = given.get("mode"), None
    if mode not in (None, "frozen", "flowing"):
        raise ControlError(both(f"{mode!r} is not frozen or flowing", f"{mode!r} 不是 frozen 或 flowing"), "mode")
    if given.get("at") is not None:
        try:
            at = parse_instant(given["at"])
        except ValueError as error:
            raise ControlError(str(error), "at") from None

    def change(world: World) -> Any:
        clock = world.clock
        if at is not None:
            clock = clock.set_to(at, asked.wall)
        if mode is not None:
            clock = clock.freeze(asked.wall) if mode == "frozen" else clock.flow(asked.wall)
        world.clock = clock
        return shown(world, asked.wall)

    return asked.run(change)
