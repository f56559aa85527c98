"""Control calls about the verdict on a backend: kept beside the world that it was judged in, until the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.control.shape import mapping

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall

MOST_KEPT = 100
"""Worlds whose verdict is kept; of more, those of the last."""


def get_verdict(call: ControlCall) -> JsonObject:
    """``{"verdict": null}`` where none was played here."""
    return {"verdict": call.verdicts.get(call.world)}


def put_verdict(call: ControlCall) -> JsonObject:
    """As ``mockwx run`` and ``mockwx audit`` leave it: ``kind``, ``title``, ``state``, ``parts``."""
    verdict = mapping(call.body, "kind", "title", "state", "at", "parts")
    call.worlds.scenario(call.world)  # there is such a world
    call.verdicts.pop(call.world, None)
    call.verdicts[call.world] = verdict
    while len(call.verdicts) > MOST_KEPT:
        del call.verdicts[next(iter(call.verdicts))]
    return {"verdict": verdict}
