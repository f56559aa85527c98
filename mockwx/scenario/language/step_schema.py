"""The schema of a step in a scenario file: one verb, and what stands beside it. ``step_parsing`` reads them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler

from mockwx.core.text.bilingual import both
from mockwx.scenario.language.play_models import BesideEntry
from mockwx.verbs import VERBS, Verb
from mockwx.verbs.chinese import verb_text
from mockwx.verbs.verb import Arg

_BACKEND_ARGUMENTS: dict[str, Any] = {
    "type": ["object", "null"],
    "description": both("Ask the backend under test, as its file says", "按后端文件的说明请求被测后端"),
}
_BACKEND = {f"backend.{action}": _BACKEND_ARGUMENTS for action in ("login", "me", "phone", "profile", "phone_sealed")}
_KEEP = {"type": "string", "description": both("Keep the value under this name", "以此名称保存结果")}


def _arguments(verb: Verb) -> dict[str, Any]:
    """What a verb takes."""
    kinds = ["object", "null", "string"] if verb.short else ["object", "null"]
    return {
        "type": kinds,
        "description": str(verb_text(verb.en)),
        "properties": {"as": _KEEP, **{arg.name: _argument(arg) for arg in verb.args}},
        "required": [arg.name for arg in verb.args if arg.required],
        "additionalProperties": False,
    }


def _argument(arg: Arg) -> dict[str, Any]:
    described: dict[str, Any] = {"description": str(verb_text(arg.en))}
    if arg.choices:
        described["anyOf"] = [{"enum": list(arg.choices)}, {"type": "string", "pattern": r"\$"}]
    return described


class _StepSchema:
    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        beside = handler.resolve_ref_schema(handler(BesideEntry.__pydantic_core_schema__))
        return {
            "type": "object",
            "properties": {
                **_BACKEND,
                **{name: _arguments(verb) for name, verb in VERBS.items()},
                **beside["properties"],
            },
            "patternProperties": {r"^backend\.": _BACKEND_ARGUMENTS},
            "additionalProperties": False,
        }


StepEntry = Annotated[dict[str, Any], _StepSchema()]
"""As written: a step's verb decides what it takes, so ``parse_steps`` reads it."""
