"""The shape of what bends an answer's body, and of what happens inside WeChat first."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Discriminator,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from mockwx.core.rules.faults import TEMPLATES
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import did_you_mean, nearest, unknown
from mockwx.scenario.language.base_entry import BaseEntry, key, required
from mockwx.scenario.language.fault_kinds import ways_said
from mockwx.scenario.language.value_types import ContentType, names
from mockwx.scenario.language.values import matching
from mockwx.scenario.reading.problems import Wrong
from mockwx.verbs import VERBS, VerbError


def _template(name: str) -> str:
    if name not in TEMPLATES:
        raise Wrong(unknown("template", "模板", name[:60], TEMPLATES), nearest(name[:60], TEMPLATES))
    return name


Template = Annotated[str, AfterValidator(_template), WithJsonSchema({"enum": list(TEMPLATES)})]
Charset = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9_-]{1,30}",
            "a charset is 1 to 30 letters, digits, _ or -, such as gbk",
            "charset 应为 1 到 30 个字母、数字、_ 或 -，例如 gbk",
        )
    ),
]


class SlowEntry(BaseEntry):
    bytes_per_second: int = required("Real time", "真实时间", examples=(4,), ge=1, le=1_000_000_000)


class BodyEntry(BaseEntry):
    """One way to bend a body; drop goes with add, chunked with truncate, content_type with raw or charset.

    改动应答体的一种方式；drop 可配 add，chunked 可配 truncate，content_type 可配 raw 或 charset。
    """

    truncate: int | None = key(
        "The body ends after so many bytes, though Content-Length says more",
        "响应体在这么多字节后中断，而 Content-Length 仍是完整长度",
        ge=0,
        le=10_000_000,
    )
    chunked: bool = key(
        "With truncate: chunks without the last one, instead of a Content-Length",
        "与 truncate 同用：分块传输且缺少最后一块",
        default=False,
    )
    slow: SlowEntry | None = key("The body trickles", "响应体缓慢传输")
    raw: str | None = key("Another body", "换成这个响应体", max_length=1_000_000)
    template: Template | None = key(
        "A page of a machine in between: " + ", ".join(TEMPLATES), "中间设备的页面：" + "、".join(TEMPLATES)
    )
    drop: list[str] = key("Keys that the answer lacks", "从应答中去掉的键", default=[])
    add: dict[str, Any] = key("Keys that the answer has, or has otherwise", "在应答中添加或改写的键", default={})
    content_type: ContentType | None = key("Another Content-Type", "改成这个 Content-Type")
    charset: Charset | None = key("A charset that the body is not in, such as gbk", "与实际编码不符的 charset，如 gbk")

    @model_validator(mode="after")
    def _one_way(self) -> BodyEntry:
        ways = ways_said(self)
        if not ways:
            raise Wrong(both("body is empty; write for example {truncate: 40}", "body 为空；请写例如 {truncate: 40}"))
        if len(ways) > 1:
            words = [key for _, key in ways]
            raise Wrong(
                both(
                    f"body is bent in several ways: {' and '.join(words)}; keep one",
                    f"body 里有多种改法：{'、'.join(words)}；请只保留一种",
                ),
                under=(words[1],),
            )
        if "chunked" in self.model_fields_set and self.truncate is None:
            raise Wrong(both("chunked goes with truncate only", "chunked 只能与 truncate 同用"), under=("chunked",))
        return self


BodyValue = Annotated[
    Annotated[str, Tag("text")] | Annotated[BodyEntry, Tag("bent")],
    Discriminator(lambda value: "text" if isinstance(value, str) else "bent"),
]


WECHAT_VERBS = tuple(name for name, verb in VERBS.items() if name.startswith("wechat.") and not verb.outward)


def _no_such_wechat_verb(name: str) -> Wrong:
    # What they all begin with would make any two look alike.
    near = nearest(name.removeprefix("wechat."), (verb_name.removeprefix("wechat.") for verb_name in WECHAT_VERBS))
    if near is None:
        some = ", ".join(WECHAT_VERBS)
        return Wrong(both(f"{name!r} is not one of {some}", f"{name!r} 不在可选值 {some} 之中"))
    guess = f"wechat.{near}"
    en, zh = did_you_mean(repr(guess))
    return Wrong(both(f"there is no {name!r}{en}", f"没有 {name!r}{zh}"), guess)


def _wechat_verb(value: object, info: ValidationInfo) -> tuple[str, dict[str, Any]]:
    if isinstance(value, dict) and len(value) == 1:
        ((name, args),) = value.items()
    else:
        name, args = value, None
    if not isinstance(name, str) or name not in WECHAT_VERBS:
        raise _no_such_wechat_verb(str(name)[:60])
    verb = VERBS[name]
    if isinstance(args, str) and verb.short:
        args = {verb.short: args}
    if args is not None and not isinstance(args, dict):
        raise Wrong(both(f"write {name} or {{{name}: {{...}}}}", f"请写 {name} 或 {{{name}: {{...}}}}"))
    required_here = {arg.name: "x" for arg in verb.args if arg.required and arg.name == "user"}
    try:
        verb.checked(required_here | (args or {}))
    except VerbError as error:
        spelt_out = isinstance(value, dict) and isinstance(value[name], dict) and error.where in value[name]
        raise Wrong(error.what, under=(name, error.where) if spelt_out else ()) from None
    if args and isinstance(args.get("app"), str):
        names(info).app(args["app"])
    return name, args or {}


WechatVerb = Annotated[
    tuple[str, dict[str, Any]],
    PlainValidator(_wechat_verb),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(WECHAT_VERBS)},
                {"type": "object", "minProperties": 1, "maxProperties": 1},
            ]
        }
    ),
]
