"""What was published of web logins: the entries of observed-web.yaml, and how each form of body is compared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import yaml

from .shape import rid_second, shape

FILE = Path(__file__).with_name("observed-web.yaml")
_MASKED_IP = re.compile(r"\b\d{1,3}(?:\.(?:\d{1,3}|\*)){3}|\bxx(?::xx){3}\b")
_CODE = re.compile(r"'0[0-9A-Za-z]{31}'")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Published:
    id: str
    endpoint: str
    condition: str
    body: str
    body_kind: str
    content_type: str | None
    origin: str
    redacted: bool
    source: str
    note: str = ""
    http_status: int | None = None

    @property
    def second(self) -> int | None:
        """Unix seconds of the answer, where its rid or hint tells them."""
        return rid_second(unquote_plus(self.body))

    @property
    def day(self) -> str | None:
        return None if self.second is None else datetime.fromtimestamp(self.second, UTC).date().isoformat()

    @property
    def errcode(self) -> int | None:
        """What is told beside a body that has none."""
        found = re.search(r"errcode (\d+)", self.note)
        return int(found[1]) if found else None


@cache
def published() -> dict[str, Published]:
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["responses"]
    return {entry["id"]: Published(**entry) for entry in entries}


def compare(entry: Published, text: str) -> None:
    """Whether ``text``, an answer of ours, is like the published one."""
    match entry.body_kind:
        case "json" if entry.origin == "documented":
            _like_a_sample(json.loads(text), json.loads(entry.body))
        case "json" if entry.redacted:
            _like_redacted(text, entry.body)
        case "json":
            _like_json(text, unquote_plus(entry.body) if "+" in entry.body else entry.body)
        case "json-fragment":
            assert _types(text).endswith(_types(entry.body) + "}")
        case "json-elided":
            # "..." by the author stands for anything.
            pattern = ".*".join(re.escape(_shape(part)) for part in entry.body.split("..."))
            assert re.fullmatch(pattern, _shape(text)), text
            json.loads(text)
        case "shape":
            assert list(json.loads(text)) == re.findall(r'"(\w+)":', entry.body)
        case "errmsg-only":
            ours = json.loads(text)
            assert ours["errcode"] == entry.errcode
            assert _shape(ours["errmsg"]).startswith(_shape(entry.body))
        case "language-printed":
            ours = json.loads(text)
            assert re.search(rf"\b{ours['errcode']}\b", entry.body)
            assert _shape(ours["errmsg"]) in _shape(entry.body)
        case "empty":
            assert text == ""
        case "xml":
            assert _elements(text) == _elements(entry.body)
        case "js":
            assert _CODE.sub("'<code>'", text) == _CODE.sub("'<code>'", entry.body)
        case "html":
            assert entry.body in text
        case kind:
            raise AssertionError(f"nobody knows how to compare {kind}")


def _like_json(text: str, theirs: str) -> None:
    ours, wanted = json.loads(text), json.loads(theirs)
    assert [(name, _shape(value)) for name, value in ours.items()] == [
        (name, _shape(value)) for name, value in wanted.items()
    ]
    if not re.search(r'[:{,] +"|": ', theirs):
        # As the wire carried it.
        assert _shape(text) == _shape(theirs)


def _like_a_sample(ours: dict[str, Any], sample: dict[str, Any]) -> None:
    """Documentation shows no trace, and its order of keys is not the wire's."""
    if "errmsg" in sample:
        assert ours["errcode"] == sample["errcode"]
        assert _shape(ours["errmsg"]).startswith(_shape(sample["errmsg"]))
    else:
        assert {name: type(value) for name, value in ours.items()} == {
            name: type(value) for name, value in sample.items()
        }


def _like_redacted(text: str, theirs: str) -> None:
    ours, wanted = json.loads(text), json.loads(theirs)
    assert list(ours) == list(wanted)
    for name, value in wanted.items():
        if "<redacted>" not in str(value):
            assert ours[name] == value, name
        assert type(ours[name]) is type(value)
    assert (r"\/" in text) == (r"\/" in theirs)


def _elements(text: str) -> list[tuple[str, bool, str]]:
    """Name, whether it is CDATA, and what is the same in every message of its kind: the account's prefix, the event."""
    found = re.findall(r"<(\w+)>(<!\[CDATA\[)?([^<>\]]*)(?:\]\]>)?</\1>", text)
    same = {"ToUserName": r"gh_(?:SDK_)?", "MsgType": ".*", "Event": ".*", "RevokeInfo": ".*"}
    return [(name, bool(cdata), re.match(same.get(name, ""), value)[0]) for name, cdata, value in found]  # type: ignore[index]


def _types(text: str) -> str:
    return re.sub(r'":"[^"]*"', '":"…"', text)


def _shape(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return shape(_BLANKS.sub(" ", _MASKED_IP.sub("<ip>", value)))
