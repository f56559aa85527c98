"""The single values of steps, expectations and backends: variables, paths into JSON, statuses, outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.core.text.spans import Span, parse_span
from mockwx.scenario.language.names import errcode_of, no_such
from mockwx.scenario.reading.problems import Path, Wrong
from mockwx.scenario.steps import OUTCOMES, JsonPath, Statuses

SECRETS = ("session_key", "secret", "access_token")
"""In ``never_contains`` these mean the world's real ones."""

VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<braced>[^\W\d]\w*(?:\.\w+)*)\}|(?P<bare>[^\W\d]\w*(?:\.\w+)*))")
MOST_PARALLEL = 1000
_NAME = re.compile(r"[^\W\d]\w{0,63}")
_PATH_KEY = re.compile(r"\.(?P<key>[\w-]+)|\[(?P<index>-?\d{1,6})\]|\['(?P<quoted>[^']*)'\]")
_BARE_PATH = re.compile(r"[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}")
_REQUEST = re.compile(r"(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?P<path>/\S*)")
_STATUS = re.compile(r"(?P<one>[1-5][0-9]{2})|(?P<class>[1-5])xx|(?P<first>[1-5][0-9]{2})\.\.(?P<last>[1-5][0-9]{2})")


def json_path(value: object) -> JsonPath:
    keys = path_keys(value[1:]) if isinstance(value, str) and value.startswith("$") else None
    if keys is None or not isinstance(value, str):
        shown = repr(value)[:60]
        if isinstance(value, str) and _BARE_PATH.fullmatch(value):
            path = f"$.{value}"
            raise Wrong(
                both(f"{shown} is no path into JSON; write {path}", f"{shown} 不是 JSON 路径；请写 {path}"), path
            )
        raise Wrong(
            both(
                f"{shown} is no path into JSON; write $.user.id, $.list[0] or $['a key']",
                f"{shown} 不是 JSON 路径；请写成 $.user.id、$.list[0]、$['键']",
            )
        )
    return JsonPath(value, keys)


def path_keys(text: str) -> tuple[str | int, ...] | None:
    """The keys and indexes of ``.user.list[0]``; None where it is something else."""
    keys: list[str | int] = []
    at = 0
    while match := _PATH_KEY.match(text, at):
        index = match["index"]
        keys.append(int(index) if index is not None else str(match["key"] or match["quoted"] or ""))
        at = match.end()
    return tuple(keys) if at == len(text) else None


def statuses(value: object) -> Statuses:
    patterns = value if isinstance(value, list) else [value]
    ranges = []
    for nth, pattern in enumerate(patterns):
        text = str(pattern) if isinstance(pattern, int) and not isinstance(pattern, bool) else pattern
        match = _STATUS.fullmatch(text) if isinstance(text, str) else None
        if match is None or (match["first"] and match["first"] > match["last"]):
            shown = repr(pattern)[:60]
            raise Wrong(
                both(
                    f"{shown} is no HTTP status; write 200, 4xx, 400..499 or a list of such",
                    f"{shown} 不是 HTTP 状态码；请写成 200、4xx、400..499，或它们的列表",
                ),
                under=(nth,) if isinstance(value, list) else (),
            )
        if match["one"]:
            ranges.append((int(match["one"]), int(match["one"])))
        elif match["class"]:
            ranges.append((int(match["class"]) * 100, int(match["class"]) * 100 + 99))
        else:
            ranges.append((int(match["first"]), int(match["last"])))
    if not ranges:
        raise Wrong(both("an empty list fits no answer", "空列表不会匹配任何应答"))
    return Statuses(tuple(ranges))


def outcome(value: object) -> str:
    if not isinstance(value, str) or value not in OUTCOMES:
        raise no_such("outcome", "结果", str(value), OUTCOMES)
    return value


def outcomes(value: object) -> tuple[str, ...]:
    """One outcome, or a list of which any will do."""
    if not isinstance(value, list):
        return (outcome(value),)
    if not value:
        raise Wrong(both("an empty list fits no answer", "空列表不会匹配任何应答"))
    kept = []
    for nth, word in enumerate(value):
        try:
            kept.append(outcome(word))
        except Wrong as wrong:
            raise Wrong(str(wrong), wrong.suggestion, under=(nth,)) from None
    return tuple(kept)


def span(value: object) -> Span:
    try:
        return parse_span(value)
    except ValueError as error:
        raise Wrong(str(error)) from None


def errcodes(value: object) -> int | dict[int, Span]:
    """One errcode, or how many calls were answered with which; 0 is success."""
    if not isinstance(value, dict):
        return _errcode(value)
    if not value:
        raise Wrong(both("say how often which errcode came: {45011: 3, 0: 1}", "请写各错误码的次数：{45011: 3, 0: 1}"))
    counts: dict[int, Span] = {}
    for key, many in value.items():
        try:
            counts[_errcode(key)] = span(many)
        except Wrong as wrong:
            raise Wrong(str(wrong), wrong.suggestion, under=(key,)) from None
    return counts


def _errcode(value: object) -> int:
    return 0 if value in (0, "0") and not isinstance(value, bool) else errcode_of(value).code


def variable_name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        shown = repr(value)[:60]
        if isinstance(value, str) and value[:1] == "$" and _NAME.fullmatch(value[1:]):
            raise Wrong(both(f"here it has no dollar: write {value[1:]}", f"这里不写 $：请写 {value[1:]}"), value[1:])
        raise Wrong(
            both(
                f"{shown} cannot be used as $name; a name is a letter, then letters, digits and _",
                f"{shown} 不能用作 $变量名；名称以字母开头，后接字母、数字和 _",
            )
        )
    return value


def variable_names(value: object) -> tuple[str, ...]:
    """One, or a list of them."""
    names = []
    for nth, name in enumerate(_listed(value)):
        try:
            names.append(variable_name(name))
        except Wrong as wrong:
            raise Wrong(str(wrong), wrong.suggestion, under=(nth,) if _is_list(value) else ()) from None
    return tuple(names)


def request_line(value: object) -> tuple[str, str]:
    """Method and path of ``POST /api/login``."""
    match = _REQUEST.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        shown = repr(value)[:60]
        method, _, path = value.partition(" ") if isinstance(value, str) else ("", "", "")
        if _REQUEST.fullmatch(meant := f"{method.upper()} {path.strip()}"):
            raise Wrong(both(f"{shown} is no request; write {meant}", f"{shown} 不是请求；请写 {meant}"), meant)
        raise Wrong(
            both(
                f"{shown} is no request; write a method and a path, such as POST /api/login",
                f"{shown} 不是请求；请写方法和路径，例如 POST /api/login",
            )
        )
    _sound(match["path"], ())
    return match["method"], match["path"]


def path_or_name(value: object) -> str | JsonPath:
    """``$.user.id``, or ``uid``: what the action saves under this name."""
    if isinstance(value, str) and not value.startswith("$"):
        return variable_name(value)
    return json_path(value)


def sames(value: object) -> tuple[tuple[str | JsonPath, Any], ...]:
    """What must be the same: a path or a name, a list of them, or each with the value that it must be the same as."""
    pairs = list(value.items()) if isinstance(value, dict) else [(name, None) for name in _listed(value)]
    values = []
    for nth, (name, wanted) in enumerate(pairs):
        try:
            values.append((path_or_name(name), wanted))
        except Wrong as wrong:
            under: Path = (nth,) if isinstance(value, list) else (name,) if isinstance(value, dict) else ()
            raise Wrong(str(wrong), wrong.suggestion, under=under) from None
    if isinstance(value, dict):
        with_variables(value)
    return tuple(values)


def differences(value: object) -> tuple[tuple[str | JsonPath, Any], ...]:
    """Paths or names, each with the value that it must not be."""
    if not isinstance(value, dict):
        raise Wrong(both("say from what it differs: {uid: $alice.uid}", "请写出与什么不同：{uid: $alice.uid}"))
    return sames(value)


def texts(value: object) -> tuple[str, ...]:
    for nth, text in enumerate(_listed(value)):
        if not isinstance(text, str) or not text:
            raise Wrong(
                both("text that is not empty is wanted", "这里需要非空文本"), under=(nth,) if _is_list(value) else ()
            )
    return tuple(with_variables(_listed(value)))


def with_variables(value: Any) -> Any:
    """The value as it is, once each dollar in it is known to mean something."""
    for path, text in _texts(value, ()):
        _sound(text, path)
    return value


def variables(value: Any) -> Iterator[tuple[Path, str]]:
    """Every variable in a value, with where it stands: ``phone.encryptedData`` of ``$phone.encryptedData``."""
    for path, text in _texts(value, ()):
        for match in VARIABLE.finditer(text):
            if not match["dollar"]:
                yield path, match["braced"] or match["bare"]


def has_variables(value: Any) -> bool:
    return any(True for _ in variables(value))


def _sound(text: str, path: Path) -> None:
    if "$" in VARIABLE.sub("", text):
        raise Wrong(
            both(
                "a lone $ means nothing: write $name, ${name}, or $$ for a dollar",
                "单独的 $ 没有意义：请写 $name、${name}，要美元符号请写 $$",
            ),
            under=path,
        )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for nth, inner in enumerate(value):
            yield from _texts(inner, (*path, nth))


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def parallels(value: object) -> int | tuple[dict[str, Any], ...]:
    """So many times the same, or what each of them has of its own."""
    if not isinstance(value, list):
        number = value if isinstance(value, int) and not isinstance(value, bool) else None
        if number is None:
            raise Wrong(
                both(
                    "a number is wanted, or a list of arguments: [{code: $one}, {code: $two}]",
                    "这里需要数字，或参数列表：[{code: $one}, {code: $two}]",
                )
            )
        if not 1 <= number <= MOST_PARALLEL:
            en, zh = (
                ("at least 1", "至少为 1") if number < 1 else (f"at most {MOST_PARALLEL}", f"最多为 {MOST_PARALLEL}")
            )
            raise Wrong(both(f"{en}, not the number {number}", f"{zh}，而不是数字 {number}"))
        return number
    if not 1 <= len(value) <= MOST_PARALLEL:
        raise Wrong(both(f"1 to {MOST_PARALLEL} maps of arguments are wanted", f"这里需要 1 到 {MOST_PARALLEL} 组参数"))
    for nth, branch in enumerate(value):
        if not isinstance(branch, dict):
            what = both("a map of arguments is wanted: {code: $one}", "这里需要一组参数：{code: $one}")
            raise Wrong(what, under=(nth,))
    with_variables(value)
    return tuple(value)
