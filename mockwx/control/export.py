"""Control calls that export what a world has seen: as a scenario that replays it, or as an HTTP archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockwx.control.answer import Answer, ControlError
from mockwx.control.shape import mapping
from mockwx.core.journal.har import har
from mockwx.core.text.bilingual import both
from mockwx.scenario.export import NothingToReplay, as_scenario

if TYPE_CHECKING:
    from mockwx.control.answer import Asked

FORMATS = ("scenario", "har")


def export(asked: Asked) -> Any:
    """``?format=scenario`` (YAML, the default) or ``?format=har`` (JSON)."""
    kind = mapping(asked.query, "format").get("format", "scenario")
    if kind not in FORMATS:
        raise ControlError(both(f"{kind!r} is not scenario or har", f"{kind!r} 不是 scenario 或 har"), "format")
    if kind == "har":
        return asked.run(lambda world: har(world.journal))
    import yaml

    try:
        found = asked.run(as_scenario)
    except NothingToReplay as error:
        raise ControlError(str(error), "journal", 409) from None
    text = yaml.dump(found, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    return Answer(text.encode(), content_type="application/yaml; charset=utf-8")
