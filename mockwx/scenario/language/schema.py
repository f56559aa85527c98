"""The JSON Schema of a scenario file, made from the models: it drifts from nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from mockwx.core.text.bilingual import both
from mockwx.scenario.language.file_models import File

FILE = Path(__file__).with_name("schema.json")
"""The same schema as a file, for editors; `make check` compares."""


class _Untitled(GenerateJsonSchema):
    """pydantic would title each key with its own name, which editors show above the description."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    made = File.model_json_schema(schema_generator=_Untitled, mode="validation")
    for definition in (made, *made.get("$defs", {}).values()):
        definition.pop("title", None)
        for described in definition.get("properties", {}).values():
            if described.get("default", ...) is None:
                del described["default"]  # "by default nothing" says nothing
    title = both("A scenario of mockwx: WeChat login, offline", "mockwx 场景：离线的微信登录")
    return {"$schema": GenerateJsonSchema.schema_dialect} | made | {"title": "mockwx", "description": title}
