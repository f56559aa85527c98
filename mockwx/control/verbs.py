"""The control call behind every verb: ``POST phone/login`` does ``phone.login``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from mockwx import engine
from mockwx.control.answer import Answer, Asked, ControlError
from mockwx.control.shape import mapping
from mockwx.core.clock import BeyondTime
from mockwx.core.text.bilingual import unknown
from mockwx.core.world import World
from mockwx.products import routes
from mockwx.verbs import VERBS, Outside, Verb


def do(asked: Asked) -> Any:
    group, name = asked.parts
    verb = VERBS.get(f"{group}.{name}")
    if verb is None:
        known = [each.name.removeprefix(f"{group}.") for each in VERBS.values() if each.name.startswith(f"{group}.")]
        raise ControlError(unknown(f"verb of {group}", f" {group} 动作", name, known), "path", 404)
    given = mapping(asked.body)
    try:
        if asked.worlds.remote and verb.portions is not None and verb.joined is not None:
            parts = verb.portions(verb.checked(given))
            return verb.joined([asked.run(partial(verb.do_checked, args=each, wall=asked.wall)) for each in parts])
        return asked.run(lambda world: _done(verb, world, given, asked))
    except BeyondTime as error:
        raise ControlError(str(error), "by") from None


def _done(verb: Verb, world: World, given: Mapping[str, Any], asked: Asked) -> Answer:
    outside = Outside(engine.handle, find=routes.find, callback_hosts=asked.callback_hosts)
    return Answer(verb.do(world, given, asked.wall, outside), outgoing=tuple(outside.outgoing))
