"""The JSON Schema of a scenario file, as it was written from the models: the same with every version of pydantic."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("schema.json")
"""For editors; ``make reference`` writes it, and `make check` compares."""


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    return dict(json.loads(FILE.read_bytes()))
