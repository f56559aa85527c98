"""What was published: the entries of observed-mini.yaml."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("observed-mini.yaml")
NEWEST_TEXTS_SINCE = "2023-05-01"
"""An answer published since then is answered so today too: no text has changed after it."""


@dataclass(frozen=True)
class Published:
    id: str
    kind: str
    endpoint: str
    condition: str
    source: str
    fidelity: str
    body: str | None = None
    """None: only errcode and errmsg are known."""
    http_status: int | None = None
    content_type: str | None = None
    date: str | None = None
    note: str = ""
    errcode: int | None = None
    errmsg: str | None = None

    @property
    def at(self) -> int | None:
        """Unix seconds of the answer."""
        if self.date is None:
            return None
        return int(datetime.strptime(self.date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())

    @property
    def compact(self) -> str:
        """The body as the wire carried it, where somebody has formatted it since."""
        assert self.body is not None
        if self.fidelity == "reformatted":
            return json.dumps(json.loads(self.body), ensure_ascii=False, separators=(",", ":"))
        return self.body

    @property
    def is_error(self) -> bool:
        return self.body is None or (self.body != "" and json.loads(self.body).get("errcode", 0) != 0)


@cache
def published() -> dict[str, Published]:
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["responses"]
    return {entry["id"]: Published(**entry) for entry in entries}
