"""The control call behind every verb: ``POST phone/login`` does ``phone.login``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mockwx import engine
from mockwx.control.answer import ControlAnswer, ControlError, JsonObject
from mockwx.control.shape import mapping
from mockwx.core.clock import BeyondTime
from mockwx.core.text.bilingual import unknown
from mockwx.products import routes
from mockwx.verbs import VERBS, Network, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mockwx.control.call import ControlCall
    from mockwx.core.world import World


def do(call: ControlCall) -> JsonObject | ControlAnswer:
    group, name = call.parts
    verb = VERBS.get(f"{group}.{name}")
    if verb is None:
        known = [name.removeprefix(f"{group}.") for name in VERBS if name.startswith(f"{group}.")]
        raise ControlError(unknown(f"verb of {group}", f" {group} 动作", name, known), "path", 404)
    args = mapping(call.body)
    try:
        if call.worlds.remote and verb.portions is not None and verb.joined is not None:
            portions = verb.portions(verb.checked(args))
            return verb.joined([call.run(partial(verb.do_checked, args=args, wall=call.wall)) for args in portions])
        return call.run(lambda world: _done(verb, world, args, call))
    except BeyondTime as error:
        raise ControlError(str(error), "by") from None


def _done(verb: Verb, world: World, args: Mapping[str, Any], call: ControlCall) -> ControlAnswer:
    network = Network(engine.handle, find=routes.find, callback_hosts=call.callback_hosts)
    return ControlAnswer(verb.do(world, args, call.wall, network), outgoing=tuple(network.outgoing))
