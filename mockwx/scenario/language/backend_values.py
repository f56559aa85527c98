"""The single values of a backend file: where an answer holds what is kept, and which values mean an outcome."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args

from mockwx.core.text.bilingual import both
from mockwx.core.web.hosts import HOSTS
from mockwx.scenario.audit_settings import SETTING_NAMES, Setting
from mockwx.scenario.backend_actions import (
    ANYTHING_ELSE,
    OR,
    AnswerPath,
    Place,
    SavedValue,
    ValuePattern,
)
from mockwx.scenario.language.names import no_such
from mockwx.scenario.language.patterns import why_unsound
from mockwx.scenario.language.play_values import json_path, path_keys, variable_name
from mockwx.scenario.reading.problems import Wrong
from mockwx.scenario.steps import OUTCOMES, Outcome

_PLACE = re.compile(r"\$(?P<place>[a-z]+)(?P<rest>.*)", re.DOTALL)
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110, a token
_RANGE = re.compile(r"(?P<first>-?\d{1,15})?\.\.(?P<last>-?\d{1,15})?")
_CHECK_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PATTERN_KEYS = ("is", "contains", "matches")
_SAVE_KEYS = ("from", "at")


def answer_path(value: object) -> AnswerPath:
    """``$.token``, ``$header.X-Token``, ``$cookie.sid``, ``$jwt.sub``, ``$text``, ``$link``."""
    place = _PLACE.fullmatch(value) if isinstance(value, str) else None
    if place is None or not isinstance(value, str):
        path = json_path(value)
        return AnswerPath(path.text, "json", path.keys)
    if place["place"] not in get_args(Place) or place["place"] == "json":
        places = [f"${place}" for place in get_args(Place) if place != "json"]
        raise no_such("part of an answer", "应答部分", f"${place['place']}", places)
    match place["place"], place["rest"]:
        case ("text" | "link") as whole, "":
            return AnswerPath(value, "text" if whole == "text" else "link")
        case "jwt", rest if rest and (keys := path_keys(rest)):
            return AnswerPath(value, "jwt", keys)
        case ("header" | "cookie") as where, rest if rest.startswith(".") and _HEADER.fullmatch(rest[1:]):
            return AnswerPath(value, "header" if where == "header" else "cookie", (rest[1:],))
    raise Wrong(
        both(
            f"{value[:60]!r} names no value; write $.user.id, $header.X-Token, $cookie.sid, $jwt.sub, $text or $link",
            f"{value[:60]!r} 没有指明值；请写成 $.user.id、$header.X-Token、$cookie.sid、$jwt.sub、$text 或 $link",
        )
    )


def saved_value(value: object) -> SavedValue:
    """A path; or ``{from: me, at: $.id}``: another action, or a path whose value is read further."""
    if not isinstance(value, dict):
        return SavedValue(answer_path(value))
    for key in value:
        if key not in _SAVE_KEYS:
            unknown_key = no_such("key", "键", str(key), _SAVE_KEYS)
            raise Wrong(str(unknown_key), unknown_key.suggestion, under=(key,))
    for key in _SAVE_KEYS:
        if key not in value:
            raise Wrong(
                both(f"{key} is missing; write {{from: me, at: $.id}}", f"缺少 {key}；请写 {{from: me, at: $.id}}")
            )
    source = value["from"]
    path = _under("at", answer_path, value["at"])
    if isinstance(source, str) and source.startswith("$"):
        return SavedValue(path, within=_under("from", answer_path, source))
    return SavedValue(path, action=_under("from", variable_name, source))


def meaning(value: object) -> str:
    """The key of an outcome, of several that the backend does not tell apart, or of anything else."""
    if value == ANYTHING_ELSE:
        return ANYTHING_ELSE
    text = value if isinstance(value, str) else str(value)
    inner = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else text.split(OR)
    return OR.join(_several([pattern.strip() for pattern in inner]))


def meanings(value: object) -> tuple[Outcome, ...]:
    """Of anything else: an outcome, or a list of those that it may be."""
    return _several(value if isinstance(value, list) else [value])


def _several(listed: list[Any]) -> tuple[Outcome, ...]:
    kept: list[Outcome] = []
    for name in listed:
        if name not in get_args(Outcome):
            raise no_such("outcome", "结果", str(name), (*OUTCOMES, ANYTHING_ELSE))
        kept.append(name)
    if not kept or (len(kept) > 1 and "ok" in kept):
        raise Wrong(
            both(
                "an answer that may as well be ok tells nothing; join refused, unavailable or crashed only",
                "可能是 ok 的应答说明不了什么；只能并列 refused、unavailable、crashed",
            )
        )
    return tuple(dict.fromkeys(kept))


def value_pattern(value: object) -> ValuePattern:
    """A value or range, a list of such, ``present``, ``absent``, or ``{is, contains, matches}``."""
    if isinstance(value, dict):
        return _told_by_keys(value)
    if value in ("present", "absent") and isinstance(value, str):
        return ValuePattern(present=value == "present")
    exact: list[Any] = []
    ranges: list[tuple[float | None, float | None]] = []
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise Wrong(both("an empty list fits no answer", "空列表不会匹配任何应答"))
    for wanted in listed:
        span = _RANGE.fullmatch(wanted) if isinstance(wanted, str) else None
        if span is None or not (span["first"] or span["last"]):
            exact.append(wanted)
        else:
            ranges.append((_number(span["first"]), _number(span["last"])))
    return ValuePattern(any_of=tuple(exact) if exact or not ranges else None, ranges=tuple(ranges))


def text_pattern(value: object) -> ValuePattern:
    """Of a text: what it contains, or ``{contains, matches}``."""
    return _told_by_keys(value if isinstance(value, dict) else {"contains": value})


def header_name(value: object) -> str:
    if not isinstance(value, str) or not _HEADER.fullmatch(value):
        raise Wrong(
            both(
                f"{value!r:.60} is no header's name; write for example X-Forwarded-For",
                f"{value!r:.60} 不是请求头名称；请写例如 X-Forwarded-For",
            )
        )
    return value


def day(value: object) -> str:
    try:
        if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        shown = repr(value)[:60]
        raise Wrong(
            both(f"{shown} is no day; write it as 2027-01-31", f"{shown} 不是日期；请写成 2027-01-31")
        ) from None
    return value


def setting(value: object) -> Setting:
    """``secret`` of the first app, ``cafe.secret``; ``url`` of api.weixin.qq.com, ``qyapi.weixin.qq.com.url``."""
    of, dot, name = value.rpartition(".") if isinstance(value, str) else ("", "", str(value))
    known_name = next((setting_name for setting_name in SETTING_NAMES if setting_name == name), None)
    if known_name is None:
        raise no_such("setting", "设置", str(value), SETTING_NAMES)
    if dot and known_name == "url" and of not in HOSTS:
        raise no_such("host of WeChat's", "微信域名", of, tuple(HOSTS))
    return Setting(known_name, of or None)


def check_id(value: object) -> str:
    if not isinstance(value, str) or not _CHECK_ID.fullmatch(value):
        shown = repr(value)[:60]
        raise Wrong(
            both(
                f"{shown} is no check's id; write for example code-lives-on, as `mockwx audit --list` shows them",
                f"{shown} 不是检查项；请写例如 code-lives-on，见 `mockwx audit --list`",
            )
        )
    return value


def _told_by_keys(value: dict[Any, Any]) -> ValuePattern:
    for key in value:
        if key not in _PATTERN_KEYS:
            unknown_key = no_such("key", "键", str(key), _PATTERN_KEYS)
            raise Wrong(str(unknown_key), unknown_key.suggestion, under=(key,))
    if not value:
        raise Wrong(both("say what the value is, contains or matches", "请写 is、contains 或 matches"))
    contains = value.get("contains", [])
    texts = contains if isinstance(contains, list) else [contains]
    if any(not isinstance(text, str) or not text for text in texts):
        raise Wrong(both("text that is not empty is wanted", "这里需要非空文本"), under=("contains",))
    matches = value.get("matches")
    if "matches" in value and (reason := why_unsound(matches)) is not None:
        raise Wrong(reason, under=("matches",))
    return ValuePattern(any_of=(value["is"],) if "is" in value else None, contains=tuple(texts), matches=matches)


def _under(key: str, parse: Any, value: object) -> Any:
    try:
        return parse(value)
    except Wrong as wrong:
        raise Wrong(str(wrong), wrong.suggestion, under=(key, *wrong.under)) from None


def _number(text: str | None) -> float | None:
    return float(text) if text else None
