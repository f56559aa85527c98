"""The JSON Schema of a scenario file, made from the models: it drifts from nothing.

pydantic before 2.14 spells some of it otherwise, and more loosely, so what users get is the file that this printed.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from mockwx.core.text.bilingual import both
from mockwx.scenario.language.file_models import File


class _Untitled(GenerateJsonSchema):
    """pydantic would title each key with its own name, which editors show above the description."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema_from_models() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    made = File.model_json_schema(schema_generator=_Untitled, mode="validation")
    for definition in (made, *made.get("$defs", {}).values()):
        definition.pop("title", None)
        for described in definition.get("properties", {}).values():
            if described.get("default", ...) is None:
                del described["default"]  # "by default nothing" says nothing
    title = both("A scenario of mockwx: WeChat login, offline", "mockwx 场景：离线的微信登录")
    return {"$schema": GenerateJsonSchema.schema_dialect} | made | {"title": "mockwx", "description": title}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema_from_models(), ensure_ascii=False, indent=2) + "\n")
