"""The shape of what is expected of steps and of the whole, and of what stands beside a step's verb."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, PlainValidator, WithJsonSchema

from mockwx.core.text.spans import Span
from mockwx.scenario.language import play_values, values
from mockwx.scenario.language.base_entry import BaseEntry, key
from mockwx.scenario.language.value_types import ApiName, AppName, UserName
from mockwx.scenario.steps import (
    OUTCOMES,
    JsonPath,
    Outcome,
    Statuses,
)

_COUNT: dict[str, Any] = {"type": ["integer", "string"], "examples": [4, "1..3", "2.."]}
_STATUS: dict[str, Any] = {"type": ["integer", "string", "array"], "examples": [200, "4xx", "400..499"]}
_OUTCOME: dict[str, Any] = {"enum": list(OUTCOMES)}

RealTime = Annotated[
    int, PlainValidator(values.short_duration), WithJsonSchema({"type": "string", "examples": ["800ms", "10s"]})
]
Count = Annotated[Span, PlainValidator(play_values.span), WithJsonSchema(_COUNT)]
StatusesValue = Annotated[Statuses, PlainValidator(play_values.statuses), WithJsonSchema(_STATUS)]
OutcomesValue = Annotated[
    tuple[str, ...],
    PlainValidator(play_values.outcomes),
    WithJsonSchema({"anyOf": [_OUTCOME, {"type": "array", "items": _OUTCOME}]}),
]
Name = Annotated[str, PlainValidator(play_values.variable_name), WithJsonSchema({"type": "string"})]
VariableNames = Annotated[
    tuple[str, ...],
    PlainValidator(play_values.variable_names),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
PathValue = Annotated[
    JsonPath, PlainValidator(play_values.json_path), WithJsonSchema({"type": "string", "pattern": r"^\$"})
]
Filled = Annotated[Any, AfterValidator(play_values.with_variables)]
"""A value in which $name stands for another."""
JsonValues = Annotated[
    dict[PathValue, Filled],
    WithJsonSchema({"type": "object", "patternProperties": {r"^\$": {}}, "additionalProperties": False}),
]
Texts = Annotated[
    tuple[str, ...],
    PlainValidator(play_values.texts),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Sames = Annotated[
    tuple[tuple[str | JsonPath, Any], ...],
    PlainValidator(play_values.sames),
    WithJsonSchema({"type": ["string", "array", "object"], "examples": ["$.user.id", ["$.user.id"]]}),
]
Differences = Annotated[
    tuple[tuple[str | JsonPath, Any], ...],
    PlainValidator(play_values.differences),
    WithJsonSchema({"type": "object", "examples": [{"uid": "$alice.uid"}]}),
]
Errcodes = Annotated[
    int | dict[int, Span],
    PlainValidator(play_values.errcodes),
    WithJsonSchema({"type": ["integer", "string", "object"], "examples": [45011, {"45011": 3, "0": 1}]}),
]
Parallel = Annotated[
    int | tuple[dict[str, Any], ...],
    PlainValidator(play_values.parallels),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": play_values.MOST_PARALLEL},
                {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": play_values.MOST_PARALLEL},
            ],
            "examples": [2, [{"code": "$one"}, {"code": "$two"}]],
        }
    ),
]


class StepExpectEntry(BaseEntry):
    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        return f"{{outcome: {value}}}" if value in OUTCOMES else None

    outcome: OutcomesValue | None = key("What the answer means; one or a list", "应答的含义；一个或列表")
    status: StatusesValue | None = key("HTTP status: 200, 4xx, 400..499 or a list", "HTTP 状态码")
    outcomes: dict[Outcome, Count] = key(
        "With parallel: how many answers mean what", "与 parallel 同用：各种含义的应答数", default={}
    )
    values: JsonValues = key("Values in the answer", "应答中的值", default={}, alias="json")
    never_contains: Texts = key(
        "Texts that the answer must not hold; session_key, secret, access_token mean the real ones",
        "应答里不得出现的文本；session_key、secret、access_token 指真实的值",
        default=(),
    )
    same: Sames = key(
        "Values on which all parallel answers agree; alone: as in this user's last answer",
        "并发应答须一致的值；单个请求则须与该用户上次的应答一致",
        default=(),
    )
    differs: Differences = key(
        "Values that must not be these: {uid: $alice.uid}; what the answer does not hold differs",
        "不得等于这些值：{uid: $alice.uid}；应答里没有的视为不同",
        default=(),
    )
    within: RealTime | None = key("The answer comes within this real time", "须在此真实时间内应答", examples=("3s",))


class ExtraEntry(BaseEntry):
    body: dict[str, Filled] = key(
        "Into the JSON or form that the action sends; `a.b` goes into the object a",
        "加入该动作发送的 JSON 或表单；`a.b` 写入对象 a",
        default={},
        alias="json",
        examples=({"openid": "$bob.openid"},),
    )
    query: dict[str, Filled] = key("Into the query", "加入查询参数", default={})
    headers: dict[str, Filled] = key("Headers, in place of those of the same name", "请求头，同名的被替换", default={})
    cookies: dict[str, Filled] = key("Cookies of the request", "请求的 cookie", default={})
    without: VariableNames = key(
        "Variables that are not sent, with the fields, parameters and headers that hold them",
        "不发送的变量，连同含有它们的字段、查询参数和请求头",
        default=(),
        examples=("session", ["code"]),
    )


class BesideEntry(BaseEntry):
    """What stands beside a step's verb."""

    keep: Name | None = key("Keep the value under this name", "以此名称保存结果", alias="as")
    parallel: Parallel = key(
        "So often at the same time; or a list, with what each request has of its own",
        "同时执行的次数；或列表，各请求有各自的参数",
        default=1,
    )
    extra: ExtraEntry | None = key(
        "What a client makes up: sent beside, or in place of, what the action sends",
        "客户端自己编造的内容：与该动作发送的一起发送，或取而代之",
    )
    expect: StepExpectEntry | None = key("What the backend must answer", "后端应有的回答")


class CallEntry(BaseEntry):
    api: ApiName | None = key("Which api", "哪个接口")
    user: UserName | None = key("About which user", "关于哪个用户")
    app: AppName | None = key("For which app", "哪个应用")
    errcode: Errcodes | None = key(
        "Only calls answered with this errcode; or how many with each: {45011: 3, 0: 1}",
        "只数以此 errcode 应答的调用；或各 errcode 的次数：{45011: 3, 0: 1}",
    )
    count: Count | None = key("How many: 4, 1..3, 2..; default: at least one", "次数：4、1..3、2..；默认至少一次")


class ExpectEntry(BaseEntry):
    calls: list[CallEntry] = key("Which calls came to WeChat", "微信收到了哪些调用", default=[])
    unused_rules: Literal["fail", "allow"] = key(
        "Whether a rule that never fired is a failure", "规则从未触发是否算失败", default="allow"
    )
