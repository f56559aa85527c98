"""Values in an answer: in its JSON, headers, cookies, in a JWT, or in its text; and whether they fit a pattern."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mockwx.play.json_paths import NOTHING, look, same
from mockwx.play.login_links import login_link
from mockwx.scenario.backend_actions import AnswerPath, SavedValue, ValuePattern
from mockwx.scenario.language.patterns import finds

if TYPE_CHECKING:
    from mockwx.play.answers import BackendAnswer

_JWT = re.compile(r"(?<![\w.-])(?P<head>[\w-]{4,})\.(?P<payload>[\w-]{4,})\.[\w-]*")
MOST_JWTS = 20


def kept_value(value: SavedValue, answer: BackendAnswer) -> Any:
    """What an action keeps of this answer, or ``NOTHING``."""
    if value.within is None:
        return read(value.path, answer)
    return _within(value.path, read(value.within, answer))


def read(path: AnswerPath, answer: BackendAnswer) -> Any:
    """The value that the path leads to, or ``NOTHING``."""
    match path.place:
        case "json":
            return look(path, answer.json)
        case "header":
            return _last(value for name, value in answer.headers if name.lower() == str(path.keys[0]).lower())
        case "cookie":
            return _last(value for name, value in answer.cookies if name == path.keys[0])
        case "jwt":
            return _claim(path, _jwts_of(answer))
        case "text":
            return answer.body.decode("utf-8", "replace") if answer.body else NOTHING
        case "link":
            return login_link(answer) or NOTHING


def fits(wanted: ValuePattern, value: Any) -> bool:
    if wanted.present is not None:
        return wanted.present is (value is not NOTHING and value is not None)
    if wanted.any_of is not None or wanted.ranges:
        exact = any(same(value, allowed) for allowed in wanted.any_of or ())
        if not exact and not any(_in_range(value, first, last) for first, last in wanted.ranges):
            return False
    if wanted.contains or wanted.matches is not None:
        if value is NOTHING:
            return False
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if not all(part in text for part in wanted.contains):
            return False
        return wanted.matches is None or finds(wanted.matches, text)
    return True


def _in_range(value: Any, first: float | None, last: float | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (first is None or first <= value) and (last is None or value <= last)


def _within(path: AnswerPath, value: Any) -> Any:
    """Where the value is a text, it holds a JWT or JSON of its own."""
    if path.place == "jwt":
        return _claim(path, _payloads(value) if isinstance(value, str) else iter(()))
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return NOTHING
    return look(path, value)


def _claim(path: AnswerPath, payloads: Iterator[dict[str, Any]]) -> Any:
    """Of several JWTs the first that has it."""
    return next((value for payload in payloads if (value := look(path, payload)) is not NOTHING), NOTHING)


def _jwts_of(answer: BackendAnswer) -> Iterator[dict[str, Any]]:
    yield from _payloads(answer.body.decode("utf-8", "replace"))
    for _, value in answer.headers:
        yield from _payloads(value)


def _payloads(text: str) -> Iterator[dict[str, Any]]:
    for nth, match in enumerate(_JWT.finditer(text)):
        if nth == MOST_JWTS:
            return
        part = match["payload"]
        try:
            payload = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        except (ValueError, RecursionError):
            continue
        if isinstance(payload, dict):
            yield payload


def _last(values: Iterator[str]) -> Any:
    *_, last = (NOTHING, *values)
    return last
