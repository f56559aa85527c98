"""The values of a scenario as types of the models, with what a JSON Schema says about each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, PlainValidator, ValidationInfo, WithJsonSchema

from mockwx.core.errcodes import ALL, BY_NAME, Errcode
from mockwx.core.people.accounts import Kind, Standing
from mockwx.core.rules.hold_count import MOST_HELD, Hold
from mockwx.core.rules.rules import Calls, Latency
from mockwx.core.text.bilingual import both
from mockwx.core.tokens.quotas import Window
from mockwx.products.endpoint_lookup import BY_API, NAMES
from mockwx.scenario.language import values
from mockwx.scenario.language.call_numbers import parse_calls
from mockwx.scenario.language.names import ANYBODY, Names, api_of, errcode_of
from mockwx.scenario.language.values import line, matching, word


def names(info: ValidationInfo) -> Names:
    return info.context if isinstance(info.context, Names) else ANYBODY


def _app(name: str, info: ValidationInfo) -> str:
    return names(info).app(name)


def _user(name: str, info: ValidationInfo) -> str:
    return names(info).user(name)


def kinds(*among: Kind) -> WithJsonSchema:
    """Which kinds of app a model is for, as editors show it."""
    return _text(enum=list(map(str, among)))


def _text(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


Duration = Annotated[int, PlainValidator(values.duration), _text(examples=["5m1s", "800ms", "3d"])]
Instant = Annotated[int, PlainValidator(values.instant), _text(examples=["2026-01-01T08:00:00+08:00"])]
Rate = Annotated[
    tuple[int, Window], PlainValidator(values.rate), _text(examples=["100/min", "5/s", "2000/day", "10/month"])
]
AsOf = Annotated[str | None, PlainValidator(values.as_of), _text(examples=["today", "2023-04-01"])]
Seed = Annotated[str, PlainValidator(values.seed), WithJsonSchema({"type": ["integer", "string"]})]
VersionOne = Annotated[int, PlainValidator(values.version_one), WithJsonSchema({"const": 1})]
LatencyValue = Annotated[
    Latency,
    PlainValidator(values.latency),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "examples": ["800ms"]},
                {
                    "type": "object",
                    "properties": {"p50": {"type": "string"}, "p99": {"type": "string"}},
                    "required": ["p50", "p99"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
_HELD = {"type": "integer", "minimum": 2, "maximum": MOST_HELD}
HoldValue = Annotated[
    Hold,
    PlainValidator(values.hold),
    WithJsonSchema(
        {
            "anyOf": [
                _HELD,
                {
                    "type": "object",
                    "properties": {"calls": _HELD, "limit": {"type": "string"}},
                    "required": ["calls"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
Between = Annotated[
    tuple[int, int],
    PlainValidator(values.between),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]
CallsValue = Annotated[
    Calls,
    PlainValidator(parse_calls),
    WithJsonSchema(
        {
            "type": ["integer", "string", "array"],
            "items": {"type": "integer", "minimum": 1},
            "examples": [2, "1..3", "4..", "..3", [1, 3], "every 5"],
        }
    ),
]


def _meaning(errcode: Errcode) -> str:
    return f"{errcode.code} {errcode.name}: {both(errcode.en, errcode.zh)}"


ErrcodeValue = Annotated[
    Errcode,
    PlainValidator(errcode_of),
    WithJsonSchema(
        {
            "anyOf": [
                # One by one, so that an editor tells of the one that stands there.
                *({"const": errcode.code, "description": _meaning(errcode)} for errcode in ALL),
                {"enum": list(BY_NAME), "enumDescriptions": [_meaning(errcode) for errcode in BY_NAME.values()]},
                {"type": "string", "pattern": "^-?[0-9]+$"},
            ]
        }
    ),
]
KIND = PlainValidator(word(Kind, "kind of app", "应用类型"))
StandingValue = Annotated[
    Standing, PlainValidator(word(Standing, "standing", "账号状态")), _text(enum=list(map(str, Standing)))
]
ApiName = Annotated[
    str,
    AfterValidator(api_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(BY_API), "enumDescriptions": [endpoint.path for endpoint in BY_API.values()]},
                {"type": "string", "pattern": "/"},
                {"type": "string", "pattern": f"^({'|'.join(name for name in NAMES if '/' not in name)})$"},
            ]
        }
    ),
]
AppName = Annotated[str, AfterValidator(_app)]
UserName = Annotated[str, AfterValidator(_user)]
NewName = Annotated[str, AfterValidator(line(64, forbidden="/|"))]
RuleName = Annotated[str, AfterValidator(line(100, forbidden="/"))]
Sentence = Annotated[str, AfterValidator(line(200))]
Network = Annotated[str, AfterValidator(values.network)]
_ID = r"[A-Za-z0-9_@.-]{1,64}"
Identifier = Annotated[
    str,
    AfterValidator(matching(_ID, "an id is 1 to 64 letters, digits, _ or -", "标识应为 1 到 64 个字母、数字、_ 或 -")),
]
Digits = Annotated[
    str,
    AfterValidator(
        matching(
            r"[0-9]{1,15}",
            'write digits only, such as "13800000001"; the country goes into country_code: "86"',
            '只能写数字，例如 "13800000001"；国家区号写在 country_code: "86"',
        )
    ),
]
ContentType = Annotated[
    str,
    AfterValidator(
        matching(
            r"[\w.+-]{1,60}/[\w.+-]{1,60}(?:; ?[\w-]{1,30}=[\w-]{1,30})?",
            "write a content type, such as text/plain or application/json",
            "请写内容类型，例如 text/plain、application/json",
        )
    ),
]
Url = Annotated[
    str,
    AfterValidator(
        matching(
            r"https?://[^\s/]+\S*",
            "write a URL, such as http://127.0.0.1:8000",
            "请写 URL，例如 http://127.0.0.1:8000",
        )
    ),
]
Host = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?",
            "write a bare host, such as www.example.com: no scheme, port or path",
            "只写域名，例如 www.example.com：不带协议、端口和路径",
        )
    ),
]
Site = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?",
            "write a host, with its port if it has one, such as www.example.com: no scheme or path",
            "写域名，有端口的带上端口，例如 www.example.com：不带协议和路径",
        )
    ),
]
PagePath = Annotated[
    str,
    AfterValidator(
        matching(
            r"[^/?#\s][^?#\s]{0,255}",
            "write the page as in app.json, such as pages/index/index: no slash in front, no query",
            "按 app.json 写页面，例如 pages/index/index：开头不带 /，不带参数",
        )
    ),
]
UserId = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}",
            "a userid is 1 to 64 letters, digits, _ - @ or ., and begins with a letter or digit",
            "userid 应为 1 到 64 个字母、数字或 _-@.，以字母或数字开头",
        )
    ),
]
AgentId = Annotated[
    str,
    AfterValidator(
        matching(
            r"[0-9]{1,10}",
            'an agentid is a number, in quotes: "1000002"',
            'agentid 是数字，要加引号："1000002"',
        )
    ),
]
Scope = Annotated[
    str,
    AfterValidator(
        matching(r"snsapi_[a-z_]{1,40}", "write a scope, such as snsapi_base", "请写 scope，例如 snsapi_base")
    ),
]
Token = Annotated[
    str,
    AfterValidator(
        matching(r"[A-Za-z0-9]{3,32}", "a token is 3 to 32 letters and digits", "Token 应为 3 到 32 个字母或数字")
    ),
]
AesKey = Annotated[
    str,
    AfterValidator(
        matching(
            r"[A-Za-z0-9]{43}",
            "an EncodingAESKey is 43 letters and digits",
            "EncodingAESKey 应为 43 个字母或数字",
        )
    ),
]
Version = Annotated[str, AfterValidator(values.version_text)]
