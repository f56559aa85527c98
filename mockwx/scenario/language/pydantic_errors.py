"""What pydantic found, in our own sentences: what is wrong, where, and what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator, Tag, ValidationError

from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest, unknown
from mockwx.core.text.output_escaping import cut, printable
from mockwx.scenario.language.base_entry import BaseEntry
from mockwx.scenario.language.names import Names
from mockwx.scenario.reading.problems import MOST_TOLD, Finding, Path, Wrong

Spelled = Callable[[Path], str | None]
"""How a number stands in the file: 3.10 is read as 3.1."""

M = TypeVar("M", bound=BaseModel)
_QUOTED = re.compile(r"'([^']*)'|(-?\d+)")
_SECRET = "secret"
_VERB = re.compile(r"(?:phone|backend|wechat|clock)\.\w+")
_PERCENT = re.compile(r"(\d{1,2}|100)%")
_MEANT = {
    "delay": "latency",
    "status": "http",
    "type": "kind",
    "body": "json",
    "data": "json",
    "times": "call",
    "count": "call",
    "timeout": "hang",
}
"""What is called otherwise here, where the one is not known and the other is."""
MOST_EXPLAINED = 3 * MOST_TOLD
"""Mistakes in one value whose words are looked for: to find the nearest of all known ones takes its time. More than
are told, for readers meet them by line and not in this order."""


def not_spelled(_path: Path) -> str | None:
    return None


def check(
    model: type[M], value: object, names: Names, *, at: Path = (), spelled: Spelled = not_spelled
) -> tuple[M | None, list[Finding]]:
    """The model, or else every reason why it is none."""
    try:
        return model.model_validate(value, context=names), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    return None, [_finding(error, model, value, at, spelled) for error in details[:MOST_EXPLAINED]] + [
        _unexplained(error, value, at) for error in details[MOST_EXPLAINED:]
    ]


def _unexplained(error: Mapping[str, Any], value: object, at: Path) -> Finding:
    """One of so many that nobody will be told about: it is only counted."""
    path, at_key = _real_path(error["loc"], value)
    return Finding((*at, *path), both("this is wrong", "此处有误"), None, at_key or error["type"] == "extra_forbidden")


def _finding(error: Mapping[str, Any], model: type[BaseModel], value: object, at: Path, spelled: Spelled) -> Finding:
    path, at_key = _real_path(error["loc"], value)
    got = path[-1] if at_key else _part(value, path)
    ctx = error.get("ctx", {})
    reason = ctx.get("error")
    suggestion: str | None = None
    match error["type"]:
        case "value_error":
            what = str(reason)
            if isinstance(reason, Wrong):
                suggestion, path = reason.suggestion, (*path, *reason.under)
        case "missing":
            what = _missing(_model_at(model, path, value), str(error["loc"][-1]))
        case "extra_forbidden":
            what, suggestion = _unknown_key(_model_at(model, path[:-1], value), str(path[-1]))
            at_key = True
        case "literal_error":
            words = [text or number for text, number in _QUOTED.findall(ctx.get("expected", ""))]
            what, suggestion = _not_one_of(got, words), nearest(got, words)
        case kind:
            what = _wrong_type(kind, _model_at(model, path, value), path, got, ctx, spelled((*at, *path)))
    return Finding((*at, *path), what, suggestion, at_key)


def _real_path(loc: Path, value: object) -> tuple[Path, bool]:
    """pydantic's path without the steps that are in no file: the list around a single limit, a key's mark."""
    path: list[str | int] = []
    at_key = False
    for step in loc:
        if step == "[key]" and not (isinstance(value, dict) and step in value):
            at_key = True
        elif (isinstance(value, dict) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        ):
            path.append(step)
            value = value[step]  # type: ignore[index]
    return tuple(path), at_key


def _part(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _missing(model: type[BaseModel] | None, key: str) -> str:
    examples = model.model_fields[key].examples if model is not None and key in model.model_fields else None
    example = f"{key}: {_flow(examples[0])}" if examples else f"{key}: …"
    return both(f"{key} is missing; write for example {example}", f"缺少 {key}；请写例如 {example}")


def _flow(example: object) -> str:
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {value}" for key, value in example.items()) + "}"
    return str(example)


def _unknown_key(model: type[BaseModel] | None, key: str) -> tuple[str, str | None]:
    if model is None:
        return both(f"the key {key!r} is not known here", f"此处没有键 {key!r}"), None
    shown = cut(key, 100)
    keys = _keys(model)
    if (guess := nearest(shown, keys)) is None and (meant := _MEANT.get(key)) in keys:
        en, zh = did_you_mean(repr(meant))
        return both(f"there is no key {shown!r}{en}", f"没有名为 {shown!r} 的键{zh}"), meant
    if guess is None:
        if issubclass(model, BaseEntry) and (what := model.elsewhere(key)) is not None:
            return what, None
        for name, info in model.model_fields.items():
            inner = _model_of(info.annotation)
            if inner is not None and key in inner.model_fields:
                return both(f"{key} belongs under {name}:", f"{key} 应写在 {name}: 之下"), f"{name}.{key}"
    return unknown("key", "键", shown, keys), guess


def _keys(model: type[BaseModel]) -> list[str]:
    """As they stand in the file."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _not_one_of(got: object, words: list[str]) -> str:
    some = ", ".join(words)
    if isinstance(got, str) and (guess := nearest(got, words) or _meant(got, words)) is not None:
        en, zh = did_you_mean(repr(guess))
        return both(f"{got[:60]!r} is not one of {some}{en}", f"{got[:60]!r} 不在可选值 {some} 之中{zh}")
    en, zh = _spell(got, None)
    return both(f"write one of {some}, not {en}", f"只能写 {some} 之一，而不是{zh}")


def _meant(got: str, words: list[str]) -> str | None:
    meant = _MEANT.get(got)
    return meant if meant in words else None


def _wrong_type(
    kind: str, model: type[BaseModel] | None, path: Path, got: object, ctx: Mapping[str, Any], text: str | None
) -> str:
    en, zh = _spell(got, text) if path[-1:] != (_SECRET,) else ("this", "这样的值")
    match kind:
        case "string_type" if isinstance(got, bool | int | float | None):
            quoted = json.dumps(text if text is not None else _plain(got), ensure_ascii=False)
            if path[-1:] == (_SECRET,):
                quoted = '"…"'
            return both(
                f"text is wanted, not {en}; quote it: {quoted}",
                f"这里需要文本，而不是{zh}；请加引号：{quoted}",
            )
        case "string_type":
            return both(f"text is wanted, not {en}", f"这里需要文本，而不是{zh}")
        case "bool_type":
            return both(
                f"write true or false (lower case, no quotes), not {en}",
                f"请写 true 或 false（小写、不加引号），而不是{zh}",
            )
        case "float_type" if isinstance(got, str) and (percent := _PERCENT.fullmatch(got)) is not None:
            share = f"{int(percent[1]) / 100:g}"
            return both(f"a number is wanted: write {share}, not {en}", f"这里需要数字：请写 {share}，而不是{zh}")
        case "int_type" | "int_from_float" | "float_type" | "finite_number":
            return both(
                f"a number is wanted (no quotes, unit or leading zero), not {en}",
                f"这里需要数字（不加引号、单位和前导零），而不是{zh}",
            )
        case "list_type":
            if model is not None and (map_en_zh := _spelt_out(model, got, en, zh)) is not None:
                return map_en_zh
            return both(
                f"a list is wanted, not {en}; begin each item with a dash",
                f"这里需要列表，而不是{zh}；每项以短横线开头",
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            if model is not None and (map_en_zh := _spelt_out(model, got, en, zh)) is not None:
                return map_en_zh
            if isinstance(got, str) and (verb := _VERB.match(got)) is not None:
                after_en, after_zh = f"{verb[0]}: and then its arguments", f"{verb[0]}: 再加参数"
                return both(
                    f"a step has a colon behind its verb: write {after_en}, if any, not {en}",
                    f"步骤的动作后要有冒号：请写 {after_zh}（没有参数可省略），而不是{zh}",
                )
            keys = ", ".join(_keys(model)) if model is not None else _as_keys(path, got)
            return both(f"a map is wanted ({keys}), not {en}", f"这里需要映射（{keys}），而不是{zh}")
        case "greater_than_equal":
            return both(f"at least {ctx['ge']}, not {en}", f"至少为 {ctx['ge']}，而不是{zh}")
        case "less_than_equal":
            return both(f"at most {ctx['le']}, not {en}", f"最多为 {ctx['le']}，而不是{zh}")
        case "string_too_short" | "too_short":
            return both("this may not be empty", "不能为空")
        case "string_too_long" | "too_long":
            most = ctx.get("max_length")
            return both(f"this is longer than {most}", f"长度超过 {most}")
    return both(f"{en} is not allowed here", f"此处不能写{zh}")


def _as_keys(path: Path, got: object) -> str:
    """What a list of users or apps is as keys."""
    if path[-1:] in (("users",), ("apps",)) and isinstance(got, list) and all(isinstance(name, str) for name in got):
        return printable(cut(", ".join(f"{name}: {{}}" for name in got), 60))
    return "key: value"


def _spelt_out(model: type[BaseModel], got: object, en: str, zh: str) -> str | None:
    if not issubclass(model, BaseEntry) or (spelt := model.spelt_out(got)) is None:
        return None
    return both(f"a map is wanted, not {en}; write {spelt}", f"这里需要映射，而不是{zh}；请写 {spelt}")


def _spell(value: object, text: str | None) -> tuple[str, str]:
    match value:
        case None:
            return "null (nothing)", "空值 null"
        case bool():
            return _plain(value), _plain(value)
        case int() | float():
            shown = (text if text is not None else _plain(value))[:60]
            return f"the number {shown}", f"数字 {shown}"
        case str():
            shown = repr(cut(value, 60))
            return f"the text {shown}", f"文本 {shown}"
        case list():
            return "a list", "列表"
    return "a map", "映射"


def _plain(value: object) -> str:
    return json.dumps(value)


def _model_at(model: type[BaseModel], path: Path, value: Any) -> type[BaseModel] | None:
    """The model that describes what is at ``path`` in ``value``, if one does."""
    annotation: Any = model
    for step in path:
        annotation = _bare(annotation, value)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            info = annotation.model_fields.get(str(step))
            if info is None:
                return None
            annotation = info.annotation
        elif get_origin(annotation) in (dict, list):
            annotation = get_args(annotation)[-1]
        else:
            return None
        value = value[step] if isinstance(value, dict) else value[int(step)] if isinstance(value, list) else None
    return _model_of(annotation, value)


def _model_of(annotation: Any, value: Any = None) -> type[BaseModel] | None:
    annotation = _bare(annotation, value)
    if get_origin(annotation) is list:  # a single one may stand for the list
        annotation = _bare(get_args(annotation)[0], value)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _bare(annotation: Any, value: Any) -> Any:
    """Without ``Annotated`` and ``| None``; where a text may stand for a model, the model; of several, the value's."""
    if get_origin(annotation) is Annotated:
        bare, *marks = get_args(annotation)
        chooser = next((mark.discriminator for mark in marks if isinstance(mark, Discriminator)), None)
        if callable(chooser):
            return next(_bare(arm, value) for arm in get_args(bare) if Tag(str(chooser(value))) in get_args(arm))
        return _bare(bare, value)
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    kinds = [_bare(kind, value) for kind in get_args(annotation) if kind is not NoneType]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), kinds[0])
