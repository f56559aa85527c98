"""What was published beside: the entries of observed-more.yaml, and how each kind of entry is compared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from .published import NEWEST_TEXTS_SINCE
from .shape import rid_second, shape

if TYPE_CHECKING:
    from .backend import Answer

FILE = Path(__file__).with_name("observed-more.yaml")
_REFRESH_TOKEN = re.compile(r'"refresh_token":"\d+_[A-Za-z0-9_-]{80,}"')
_HEADERS_TOLD_IN_WORDS = {"Error-Msg": "(the errmsg)"}


@dataclass(frozen=True)
class Published:
    id: str
    kind: str
    endpoint: str
    condition: str
    body: str | None
    fidelity: str
    source: str
    errcode: int | None = None
    errmsg: str | None = None
    http_status: int | None = None
    content_type: str | None = None
    as_of: str | None = None
    note: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def second(self) -> int | None:
        """Unix seconds of the answer, where its rid or hint tells them."""
        return rid_second((self.body or "") + (self.errmsg or ""))

    @property
    def day(self) -> str | None:
        if self.second is not None:
            return datetime.fromtimestamp(self.second, UTC).date().isoformat()
        return self.as_of

    @property
    def eras(self) -> list[str | None]:
        """As of which days the answer must be like this; None: as of today."""
        if self.day is None:
            return [None]
        return [self.day, None] if self.day >= NEWEST_TEXTS_SINCE else [self.day]

    @property
    def is_client(self) -> bool:
        """Whether it is what a phone told the mini program, and no answer of a server."""
        return self.kind == "client"


@cache
def published() -> dict[str, Published]:
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["responses"]
    return {entry["id"]: Published(**entry) for entry in entries}


def compare(entry: Published, answer: Answer) -> None:
    """Whether ``answer`` is like the published one."""
    assert answer.status == (entry.http_status or 200)
    if entry.content_type is not None:
        assert answer.headers["Content-Type"] == entry.content_type
    for name, value in entry.headers.items():
        told = answer.json["errmsg"] if value == _HEADERS_TOLD_IN_WORDS.get(name) else value
        assert answer.headers[name] == told
    match entry.fidelity:
        case "exact":
            assert _shape(answer.text) == _shape(entry.body or "")
        case "reformatted":
            assert _shape(answer.text) == _shape(_compact(entry.body or ""))
        case "errmsg-only" | "errmsg of body":
            assert answer.json["errcode"] == entry.errcode
            assert _shape(answer.json["errmsg"]) == _shape(entry.errmsg or "")
            assert entry.fidelity == "errmsg of body" or list(answer.json) == ["errcode", "errmsg"]
        case "content-type only" | "errcode only":
            assert answer.json["errcode"] == json.loads(entry.body or "")["errcode"]
        case "status only" | "documented":
            pass
        case fidelity:
            raise AssertionError(f"nobody knows how to compare {fidelity}")


def same_message(entry: Published, answer: dict[str, Any]) -> None:
    """Whether a phone's ``answer`` says what was published; ``api:fail `` is often left out there."""
    wanted = re.escape(entry.errmsg or "").replace(re.escape("[date][appid]"), r"\[.+\]\[wx\w+\]")
    assert re.fullmatch(rf"(\w+:fail )?{wanted}", answer["errMsg"]), answer


def _compact(body: str) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))


def _shape(text: str) -> str:
    return shape(_REFRESH_TOKEN.sub('"refresh_token":"<token>"', text))
