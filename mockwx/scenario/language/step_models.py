"""The shape of a step in a scenario file: one verb, and what stands beside it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler

from mockwx.scenario.language.play_models import BesideEntry
from mockwx.scenario.language.step_verbs import FAMILIES


class _StepSchema:
    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        beside = handler.resolve_ref_schema(handler(BesideEntry.__pydantic_core_schema__))
        return {
            "type": "object",
            "properties": dict(beside["properties"]),
            "patternProperties": {rf"^({'|'.join(FAMILIES)})\.": {}},
            "additionalProperties": False,
        }


StepEntry = Annotated[dict[str, Any], _StepSchema()]
"""As written: a step's verb decides what it takes, so ``parse_steps`` reads it."""
