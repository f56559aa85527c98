"""Control calls that export what a world has seen: as a scenario that replays it, or as an HTTP archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockwx.control.answer import ControlAnswer, ControlError
from mockwx.control.shape import mapping
from mockwx.core.journal.har import har
from mockwx.core.text.bilingual import both
from mockwx.scenario.world_export import NothingToReplay, as_scenario

if TYPE_CHECKING:
    from mockwx.control.answer import JsonObject
    from mockwx.control.call import ControlCall

FORMATS = ("scenario", "har")


def export(call: ControlCall) -> JsonObject | ControlAnswer:
    """``?format=scenario`` (YAML, the default) or ``?format=har`` (JSON)."""
    wanted = mapping(call.query, "format").get("format", "scenario")
    if wanted not in FORMATS:
        raise ControlError(both(f"{wanted!r} is not scenario or har", f"{wanted!r} 不是 scenario 或 har"), "format")
    if wanted == "har":
        return call.run(lambda world: har(world.journal))
    import yaml

    try:
        scenario = call.run(as_scenario)
    except NothingToReplay as error:
        raise ControlError(str(error), "journal", 409) from None
    text = yaml.dump(scenario, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    return ControlAnswer(text.encode(), content_type="application/yaml; charset=utf-8")
