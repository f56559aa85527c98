"""The shape of what is said of the backend under test: how it is started and asked, and how it says what it means."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    Tag,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    field_validator,
    model_validator,
)

from mockwx.core.text.bilingual import both
from mockwx.scenario.language import backend_values, play_values
from mockwx.scenario.language.apps import AppValue
from mockwx.scenario.language.base_entry import BaseEntry, key, one_or_many, required
from mockwx.scenario.language.names import no_such
from mockwx.scenario.language.play_models import Filled, Name, PathValue, RealTime, StatusesValue
from mockwx.scenario.language.step_verbs import before_step
from mockwx.scenario.language.typed import NewName, Sentence, Url, VersionOne
from mockwx.scenario.plays import ANYTHING_ELSE, OUTCOMES, Outcome, SavedValue, Step, ValuePattern
from mockwx.scenario.reading.problems import Wrong

RequestLine = Annotated[
    tuple[str, str],
    PlainValidator(play_values.request_line),
    WithJsonSchema({"type": "string", "examples": ["POST /api/login"]}),
]
Fields = dict[str, Filled]
BeforeStep = Annotated[
    Step,
    PlainValidator(before_step),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {"as": {"type": "string"}},
            "patternProperties": {r"^phone\.": {}},
            "additionalProperties": False,
        }
    ),
]
SavedEntry = Annotated[
    SavedValue,
    PlainValidator(backend_values.saved_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\$"},
                {
                    "type": "object",
                    "properties": {"from": {"type": "string"}, "at": {"type": "string", "pattern": r"^\$"}},
                    "required": ["from", "at"],
                    "additionalProperties": False,
                },
            ],
            "examples": ["$.token", "$header.X-Token", "$cookie.sid", "$jwt.sub", {"from": "me", "at": "$.id"}],
        }
    ),
]
_VALUE: dict[str, Any] = {"examples": [0, [1001, 1003], "1000..1999", "present", "absent", {"contains": "expired"}]}
ValueEntry = Annotated[ValuePattern, PlainValidator(backend_values.value_pattern), WithJsonSchema(_VALUE)]
TextEntry = Annotated[
    ValuePattern,
    PlainValidator(backend_values.text_pattern),
    WithJsonSchema(
        {"type": ["string", "array", "object"], "examples": ["log in again", {"matches": "code .* (used|expired)"}]}
    ),
]
HeaderName = Annotated[str, PlainValidator(backend_values.header_name), WithJsonSchema({"type": "string"})]
PathPatterns = Annotated[
    dict[PathValue, ValueEntry],
    WithJsonSchema({"type": "object", "patternProperties": {r"^\$": _VALUE}, "additionalProperties": False}),
]
Meaning = Annotated[str, PlainValidator(backend_values.meaning), WithJsonSchema({"type": "string"})]


class AnswerEntry(BaseEntry):
    """An answer that means an outcome: it has this status, these values, headers and texts."""

    status: StatusesValue | None = key("200, 4xx, 400..499 or a list", "200、4xx、400..499 或列表", examples=("4xx",))
    values: PathPatterns = key("Values in the JSON", "JSON 中的值", default={}, alias="json", examples=({"$.code": 0},))
    headers: dict[HeaderName, ValueEntry] = key(
        "Headers of the answer", "应答头", default={}, examples=({"Location": {"contains": "/login"}},)
    )
    text: TextEntry | None = key(
        "What the body contains, as it came", "应答体原文包含的文本", examples=("log in again",)
    )

    @property
    def says_nothing(self) -> bool:
        return self.status is None and not self.values and not self.headers and self.text is None


class AnythingElseEntry(AnswerEntry):
    """What all other answers mean."""

    means: tuple[Outcome, ...] = ()


def _answers(value: object, parse: ValidatorFunctionWrapHandler) -> object:
    """One pattern or several; of anything else the outcomes that it may mean."""
    named = isinstance(value, str) or (isinstance(value, list) and any(isinstance(each, str) for each in value))
    if named:
        return [AnythingElseEntry(means=backend_values.meanings(value))]
    return parse(one_or_many(value))


class _AnswersSchema:
    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(core)
        outcome = {"enum": list(OUTCOMES)}
        return {"anyOf": [many["items"], many, outcome, {"type": "array", "items": outcome}]}


Answers = Annotated[list[AnswerEntry], Field(min_length=1, max_length=50), WrapValidator(_answers), _AnswersSchema()]


def _say_something(outcomes: dict[str, list[AnswerEntry]]) -> dict[str, list[AnswerEntry]]:
    for name, answers in outcomes.items():
        names = any(isinstance(answer, AnythingElseEntry) for answer in answers)
        if names != (name == ANYTHING_ELSE):
            what = both(
                "say by which status, json, headers or text it is known"
                if names
                else "say what it means, such as refused, or [refused, unavailable]",
                "请写出据以判断的 status、json、headers 或 text"
                if names
                else "请写它的含义，例如 refused 或 [refused, unavailable]",
            )
            raise Wrong(what, under=(name,))
        if not names and any(answer.says_nothing for answer in answers):
            what = both(
                "say by which status, json, headers or text it is known",
                "请写出据以判断的 status、json、headers 或 text",
            )
            raise Wrong(what, under=(name,))
    return outcomes


Outcomes = Annotated[dict[Meaning, Answers], AfterValidator(_say_something)]


class RequestEntry(BaseEntry):
    """One request. Variables are the step's arguments, and what the user's earlier answers saved."""

    request: RequestLine = required("Method and path", "方法和路径", examples=("POST /api/login",))
    body: Filled = key("The body, as JSON", "JSON 请求体", alias="json", examples=({"code": "$code"},))
    form: Fields | None = key("The body, as a form", "表单请求体", examples=({"code": "$code"},))
    query: Fields | None = key("The query string", "查询参数", examples=({"code": "$code"},))
    headers: Fields | None = key("Headers", "请求头", examples=({"Authorization": "Bearer $session"},))
    save: dict[Name, SavedEntry] = key(
        "What to keep of the answer for this user, as $name",
        "为该用户保存应答中的值，之后用 $name 引用",
        default={},
        examples=({"session": "$.token"},),
    )
    outcomes: Outcomes = key(
        "How this action's answers say what they mean, where that differs from the others",
        "此动作的应答与其他动作不同时，如何表示各种结果",
        default={},
    )

    @model_validator(mode="after")
    def _has_one_body(self) -> RequestEntry:
        if "body" in self.model_fields_set and self.form is not None:
            raise Wrong(both("a request has one body: json or form", "请求体只能有一个：json 或 form"), under=("form",))
        return self

    @property
    def has_json(self) -> bool:
        return "body" in self.model_fields_set


Before = Annotated[list[BeforeStep], Field(max_length=20)]


class ActionEntry(RequestEntry):
    """What the phone does first, and one request."""

    before: Before = key(
        "What the phone does first, with the name under which it is kept",
        "手机先做什么，以及结果以什么名称保存",
        default=[],
        examples=([{"phone.getUserInfo": {"as": "info"}}],),
    )


class LongActionEntry(BaseEntry):
    """What the phone does first, and several requests in turn; each can use what those before it saved."""

    requests: Annotated[list[RequestEntry], Field(min_length=1, max_length=10)] = required(
        "Requests in turn", "依次发出的请求", examples=([{"request": "GET /csrf"}, {"request": "POST /login"}],)
    )
    before: Before = key(
        "What the phone does first, with the name under which it is kept",
        "手机先做什么，以及结果以什么名称保存",
        default=[],
    )


def _kind_of_action(value: object) -> str:
    return "several" if isinstance(value, dict) and "requests" in value else "one"


AnyAction = Annotated[
    Annotated[ActionEntry, Tag("one")] | Annotated[LongActionEntry, Tag("several")], Discriminator(_kind_of_action)
]


class StartEntry(BaseEntry):
    timeout: RealTime | None = key(
        "How long it may take until it answers; default: 2m", "启动后最长等待多久；默认 2m", examples=("3m",)
    )
    ready: RequestLine | None = key(
        "A request that succeeds once it is up; default: any answer of it will do",
        "启动完成后会成功的请求；默认有任何应答即可",
        examples=("GET /health",),
    )


class BackendEntry(BaseEntry):
    url: Url | None = key("Where the backend under test listens", "被测后端的地址", examples=("http://127.0.0.1:8000",))
    timeout: RealTime = key(
        "How long to wait for an answer", "等待应答的最长时间", default="10s", validate_default=True
    )
    headers: Fields = key("Headers of every request", "每个请求都带的请求头", default={})
    start: StartEntry | None = key(
        "How one knows that it is up, where mockwx starts it", "由 mockwx 启动时，如何判断已就绪"
    )
    pace: RealTime | None = key(
        "So much time from one request to the next, for a backend that limits by itself",
        "相邻请求的间隔，用于自带限流的后端",
        examples=("200ms",),
    )
    address: HeaderName | None = key(
        "The header by which it knows a client's address; each user gets one of their own",
        "后端据以识别客户端地址的请求头；每个用户各有一个地址",
        examples=("X-Forwarded-For",),
    )
    actions: dict[Name, AnyAction] = key(
        "How this backend does login, me, phone, profile, phone_sealed, …",
        "此后端如何完成 login、me、phone、profile、phone_sealed 等动作",
        default={},
    )
    outcomes: Outcomes = key(
        "How this backend says ok, refused, unavailable, crashed, or anything else; default: by HTTP status",
        "此后端如何表示 ok、refused、unavailable、crashed 和 anything else；默认按 HTTP 状态码",
        default={},
    )

    @field_validator("actions")
    @classmethod
    def _ask_known_actions(cls, actions: dict[str, AnyAction]) -> dict[str, AnyAction]:
        for name, action in actions.items():
            for nth, request in enumerate(requests_of(action)):
                at = ("requests", nth) if isinstance(action, LongActionEntry) else ()
                for saved, value in request.save.items():
                    if value.action is not None and (value.action == name or value.action not in actions):
                        others = [each for each in actions if each != name]
                        wrong = no_such("other action of this backend", "其他后端动作", value.action, others)
                        raise Wrong(str(wrong), wrong.suggestion, under=(name, *at, "save", saved, "from"))
        return actions


def requests_of(action: ActionEntry | LongActionEntry) -> list[RequestEntry]:
    return [action] if isinstance(action, ActionEntry) else action.requests


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
