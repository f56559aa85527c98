"""Control calls about time: what the clock shows, and setting it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mockwx.control.answer import ControlError, JsonObject
from mockwx.control.shape import mapping
from mockwx.core.clock import parse_instant, spell_instant
from mockwx.core.text.bilingual import both
from mockwx.core.text.durations import parse_duration
from mockwx.core.version import VERSION
from mockwx.verbs.clock import shown

if TYPE_CHECKING:
    from mockwx.control.call import ControlCall
    from mockwx.core.world import World


def health(call: ControlCall) -> JsonObject:
    now = call.run(lambda world: world.clock.now(call.wall))
    health: JsonObject = {"status": "ok", "version": VERSION, "clock": spell_instant(now), "world": call.world}
    if call.worlds.remote:
        # One of several servers: which of them answered.
        health |= {"store": "redis", "pid": os.getpid()}
    return health


def get_clock(call: ControlCall) -> JsonObject:
    """With ``?by=5m1s`` also what comes to its end until then: ``{"codes": 3, "access_tokens": 1, …}``."""
    by = mapping(call.query, "by").get("by")
    if by is None:
        return call.run(lambda world: shown(world, call.wall))
    try:
        later = parse_duration(by)
    except ValueError as error:
        raise ControlError(str(error), "by") from None

    def look(world: World) -> JsonObject:
        now = world.clock.now(call.wall)
        then = now + later
        ends = {
            "codes": world.codes.ending(now, then),
            "session_keys": world.sessions.ending(now, then),
            "access_tokens": world.tokens.ending(now, then),
            "user_tokens": world.oauth.ending(now, then),
        }
        return {**shown(world, call.wall), "ends": ends}

    return call.run(look)


def put_clock(call: ControlCall) -> JsonObject:
    setting = mapping(call.body, "at", "mode")
    mode, at = setting.get("mode"), None
    if mode not in (None, "frozen", "flowing"):
        raise ControlError(both(f"{mode!r} is not frozen or flowing", f"{mode!r} 不是 frozen 或 flowing"), "mode")
    if setting.get("at") is not None:
        try:
            at = parse_instant(setting["at"])
        except ValueError as error:
            raise ControlError(str(error), "at") from None

    def change(world: World) -> JsonObject:
        clock = world.clock
        if at is not None:
            clock = clock.set_to(at, call.wall)
        if mode is not None:
            clock = clock.freeze(call.wall) if mode == "frozen" else clock.flow(call.wall)
        world.clock = clock
        return shown(world, call.wall)

    return call.run(change)
