"""The shape of what the player reads: the backend under test, what stands beside a step's verb, what is expected."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from mockwx.core.text.bilingual import both
from mockwx.core.text.spans import Span
from mockwx.scenario.language import play_values, values
from mockwx.scenario.language.apps import AppValue
from mockwx.scenario.language.base_entry import BaseEntry, OneOrMany, key, one_or_many, required
from mockwx.scenario.language.typed import ApiName, AppName, NewName, Sentence, Url, UserName, VersionOne
from mockwx.scenario.plays import OUTCOMES, JsonPath, Outcome, Statuses
from mockwx.scenario.reading.problems import Wrong

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
Errcodes = Annotated[
    int | dict[int, Span],
    PlainValidator(play_values.errcodes),
    WithJsonSchema({"type": ["integer", "string", "object"], "examples": [45011, {"45011": 3, "0": 1}]}),
]
RequestLine = Annotated[
    tuple[str, str],
    PlainValidator(play_values.request_line),
    WithJsonSchema({"type": "string", "examples": ["POST /api/login"]}),
]
Fields = dict[str, Filled]


class ActionEntry(BaseEntry):
    """Variables are the step's arguments, and what the user's earlier answers saved."""

    request: RequestLine = required("Method and path", "方法和路径", examples=("POST /api/login",))
    body: Filled = key("The body, as JSON", "JSON 请求体", alias="json", examples=({"code": "$code"},))
    form: Fields | None = key("The body, as a form", "表单请求体", examples=({"code": "$code"},))
    query: Fields | None = key("The query string", "查询参数", examples=({"code": "$code"},))
    headers: Fields | None = key("Headers", "请求头", examples=({"Authorization": "Bearer $session"},))
    save: dict[Name, PathValue] = key(
        "What to keep of the answer for this user, as $name",
        "为该用户保存应答中的值，之后用 $name 引用",
        default={},
        examples=({"session": "$.token"},),
    )

    @model_validator(mode="after")
    def _has_one_body(self) -> ActionEntry:
        if "body" in self.model_fields_set and self.form is not None:
            raise Wrong(both("a request has one body: json or form", "请求体只能有一个：json 或 form"), under=("form",))
        return self

    @property
    def has_json(self) -> bool:
        return "body" in self.model_fields_set


class AnswerEntry(BaseEntry):
    """An answer that means an outcome: it has this status and these values."""

    status: StatusesValue | None = key("200, 4xx, 400..499 or a list", "200、4xx、400..499 或列表", examples=("4xx",))
    values: JsonValues = key("Values in the JSON", "JSON 中的值", default={}, alias="json", examples=({"$.code": 0},))


Answers = Annotated[list[AnswerEntry], BeforeValidator(one_or_many), Field(min_length=1, max_length=50), OneOrMany()]


class BackendEntry(BaseEntry):
    url: Url | None = key("Where the backend under test listens", "被测后端的地址", examples=("http://127.0.0.1:8000",))
    timeout: RealTime = key(
        "How long to wait for an answer", "等待应答的最长时间", default="10s", validate_default=True
    )
    headers: Fields = key("Headers of every request", "每个请求都带的请求头", default={})
    actions: dict[Name, ActionEntry] = key(
        "How this backend does login, me, phone, decrypt, …",
        "此后端如何完成 login、me、phone、decrypt 等动作",
        default={},
    )
    outcomes: dict[Outcome, Answers] = key(
        "How this backend says ok, refused, unavailable, crashed; default: by HTTP status",
        "此后端如何表示 ok、refused、unavailable、crashed；默认按 HTTP 状态码",
        default={},
    )

    @field_validator("outcomes")
    @classmethod
    def _say_something(cls, outcomes: dict[Outcome, list[AnswerEntry]]) -> dict[Outcome, list[AnswerEntry]]:
        for name, answers in outcomes.items():
            if any(each.status is None and not each.values for each in answers):
                what = both("say by which status or json it is known", "请写出据以判断的 status 或 json")
                raise Wrong(what, under=(name,))
        return outcomes


class BackendFile(BackendEntry):
    """A file of its own for one backend, for scenarios that do not know it."""

    apps: dict[NewName, AppValue | None] = key(
        "The appid and secret that this backend is configured with", "此后端所配置的 appid 和 secret", default={}
    )


class BackendDocument(BaseEntry):
    """The same, with its keys below ``backend:``."""

    mockwx: VersionOne = key("Version of the scenario language: 1", "场景语言的版本：1", default=1)
    name: Sentence | None = key("One readable line", "一行可读的名称")
    apps: dict[NewName, AppValue | None] = key(
        "The appid and secret that this backend is configured with", "此后端所配置的 appid 和 secret", default={}
    )
    backend: BackendEntry = required("The backend under test", "被测后端", examples=({"url": "http://127.0.0.1:8000"},))


class StepExpectEntry(BaseEntry):
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
    within: RealTime | None = key("The answer comes within this real time", "须在此真实时间内应答", examples=("3s",))


class BesideEntry(BaseEntry):
    """What stands beside a step's verb."""

    keep: Name | None = key("Keep the value under this name", "以此名称保存结果", alias="as")
    parallel: int = key("So often at the same time", "同时执行的次数", default=1, ge=1, le=1000)
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
