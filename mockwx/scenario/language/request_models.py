"""The shape of one request to the backend under test, and of the answers by which it says what it means."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)

from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import cut
from mockwx.scenario.backend_actions import ANYTHING_ELSE, SavedValue, ValuePattern
from mockwx.scenario.language import backend_values, play_values
from mockwx.scenario.language.base_entry import BaseEntry, OneOrMany, key, one_or_many, required
from mockwx.scenario.language.play_models import Filled, Name, PathValue, StatusesValue
from mockwx.scenario.reading.problems import Wrong
from mockwx.scenario.steps import OUTCOMES, Outcome

RequestLine = Annotated[
    tuple[str, str],
    PlainValidator(play_values.request_line),
    WithJsonSchema({"type": "string", "examples": ["POST /api/login"]}),
]
Fields = dict[str, Filled]
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
    """An answer that means an outcome: it has this status, these values, headers and texts.

    表示某种结果的应答：有这样的状态码、值、响应头和文本。
    """

    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        return f"{{status: {value}}}" if type(value) is int else None

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
    named = isinstance(value, str) or (isinstance(value, list) and any(isinstance(item, str) for item in value))
    if named:
        return [AnythingElseEntry(means=backend_values.meanings(value))]
    return parse(one_or_many(value))


class _AnswersSchema:
    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(core)
        outcome = {"enum": list(OUTCOMES)}
        return {"anyOf": [many["items"], many, outcome, {"type": "array", "items": outcome}]}


Answers = Annotated[list[AnswerEntry], Field(min_length=1, max_length=50), WrapValidator(_answers), _AnswersSchema()]


_SAY_HOW = both(
    "say by which status, json, headers or text it is known", "请写出据以判断的 status、json、headers 或 text"
)
_SAY_WHAT = both(
    "say what it means, such as refused, or [refused, unavailable]",
    "请写它的含义，例如 refused 或 [refused, unavailable]",
)


def _say_something(outcomes: dict[str, list[AnswerEntry]]) -> dict[str, list[AnswerEntry]]:
    for name, answers in outcomes.items():
        names = any(isinstance(answer, AnythingElseEntry) for answer in answers)
        if names != (name == ANYTHING_ELSE):
            raise Wrong(_SAY_HOW if names else _SAY_WHAT, under=(name,))
        if not names and any(answer.says_nothing for answer in answers):
            raise Wrong(_SAY_HOW, under=(name,))
    return outcomes


Outcomes = Annotated[dict[Meaning, Answers], AfterValidator(_say_something)]


def _must_say(answers: list[AnswerEntry]) -> list[AnswerEntry]:
    for nth, answer in enumerate(answers):
        if answer.says_nothing:
            raise Wrong(_SAY_HOW, under=(nth,) if len(answers) > 1 else ())
    return answers


GuestPatterns = Annotated[
    list[AnswerEntry], BeforeValidator(one_or_many), Field(max_length=50), AfterValidator(_must_say), OneOrMany()
]
"""Answers, each by something that tells it."""


class RequestEntry(BaseEntry):
    """One request. Variables are the step's arguments, and what the user's earlier answers saved.

    一次请求。变量是步骤的参数，以及该用户先前应答里保存的值。
    """

    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        try:
            method, path = play_values.request_line(value)
        except Wrong:
            return None
        return f"{{request: {method} {cut(path, 60)}}}"

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


def _as_request(value: object) -> object:
    return {"request": value} if isinstance(value, str) else value


class _LineOrKeys:
    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core)]}


ShortRequest = Annotated[RequestEntry, BeforeValidator(_as_request), _LineOrKeys()]
"""A request of which the line alone may be said: ``GET /wx/login``."""
