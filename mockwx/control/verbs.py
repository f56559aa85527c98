"""The control call behind every verb: ``POST phone/login`` does ``phone.login``."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from mockwx import engine
from mockwx.control.answer import ControlAnswer, ControlError, JsonObject
from mockwx.control.shape import mapping
from mockwx.core.clock import BeyondTime
from mockwx.core.text.did_you_mean import unknown
from mockwx.products import route_lookup
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
        names = [name.removeprefix(f"{group}.") for name in VERBS if name.startswith(f"{group}.")]
        raise ControlError(unknown(f"verb of {group}", f" {group} 动作", name, names), "path", 404)
    args = mapping(call.body)
    try:
        if verb.portions is not None and verb.joined is not None:
            portions = verb.portions(verb.checked(args))
            if len(portions) > 1:
                return verb.joined([_done_portion(verb, portion, call) for portion in portions])
        return call.run(lambda world: _done(verb, world, args, call))
    except BeyondTime as error:
        raise ControlError(str(error), "by") from None


def _done_portion(verb: Verb, portion: Mapping[str, Any], call: ControlCall) -> JsonObject:
    answer: JsonObject = call.run(partial(verb.do_checked, args=portion, wall=call.wall))
    # Whoever waits for the world gets it before the next portion.
    time.sleep(0.001)
    return answer


def _done(verb: Verb, world: World, args: Mapping[str, Any], call: ControlCall) -> ControlAnswer:
    base_url = call.base_url + (f"/~{quote(call.world)}" if call.world else "")
    network = Network(engine.handle, find=route_lookup.find, base_url=base_url, callback_hosts=call.callback_hosts)
    return ControlAnswer(verb.do(world, args, call.wall, network), outgoing=tuple(network.outgoing))
