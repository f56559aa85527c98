"""The shape of what is said of the backend under test: how it is started, and how it is asked for what."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, WithJsonSchema, field_validator

from mockwx.core.text.output_escaping import cut
from mockwx.scenario.language.apps import AppValue
from mockwx.scenario.language.audit_models import AuditEntry
from mockwx.scenario.language.base_entry import BaseEntry, OneOrMany, key, one_or_many, required
from mockwx.scenario.language.names import no_such
from mockwx.scenario.language.play_models import Name, RealTime
from mockwx.scenario.language.request_models import (
    Fields,
    GuestPatterns,
    HeaderName,
    Outcomes,
    RequestEntry,
    RequestLine,
    ShortRequest,
)
from mockwx.scenario.language.step_checks import before_step
from mockwx.scenario.language.value_types import NewName, Sentence, Url, VersionOne
from mockwx.scenario.reading.problems import Wrong
from mockwx.scenario.steps import Step

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
Before = Annotated[list[BeforeStep], Field(max_length=20)]


def _app_key() -> Any:
    return key(
        "Of several apps, the one that this is a login of; default: the first",
        "有多个应用时，这是哪一个的登录；默认第一个",
        examples=("cafe",),
    )


class ActionEntry(RequestEntry):
    """What the phone does first, and one request.

    手机先做什么，以及一次请求。
    """

    app: NewName | None = _app_key()

    before: Before = key(
        "What the phone does first, with the name under which it is kept",
        "手机先做什么，以及结果以什么名称保存",
        default=[],
        examples=([{"phone.getUserInfo": {"as": "info"}}],),
    )


class LongActionEntry(BaseEntry):
    """What the phone does first, and several requests in turn; each can use what those before it saved.

    手机先做什么，以及依次的几次请求；每次都能用前面保存的值。
    """

    requests: Annotated[list[RequestEntry], Field(min_length=1, max_length=10)] = required(
        "Requests in turn", "依次发出的请求", examples=([{"request": "GET /csrf"}, {"request": "POST /login"}],)
    )
    app: NewName | None = _app_key()
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


class WebLoginEntry(BaseEntry):
    """A login in a browser: a page leads to WeChat's, which leads back with a code.

    浏览器里的登录：页面跳到微信，微信带着 code 跳回来。
    """

    app: NewName | None = key(
        "The app whose page it is: a website, an official account or a corp; default: the first of these",
        "属于哪个应用：网站应用、公众号或企业微信；默认其中第一个",
        examples=("site",),
    )
    start: ShortRequest = required(
        "Leads the browser to WeChat's page", "把浏览器引到微信授权页", examples=("GET /wx/login",)
    )
    callback: ShortRequest = required(
        "Where WeChat leads it back to, with code and state",
        "微信带着 code 和 state 跳回的地址",
        examples=("GET /wx/callback",),
    )
    poll: ShortRequest | None = key(
        "What the page with the QR code asks until somebody has scanned it",
        "显示二维码的页面轮询的接口",
        examples=("GET /wx/poll",),
    )


WebLogins = Annotated[list[WebLoginEntry], BeforeValidator(one_or_many), Field(max_length=10), OneOrMany()]


class BackendEntry(BaseEntry):
    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        is_url = isinstance(value, str) and value.startswith(("http://", "https://"))
        return f"{{url: {cut(str(value), 60)}}}" if is_url else None

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
    guest: GuestPatterns = key(
        "Answers of me that are ok although nobody is logged in",
        "me 的应答为 ok、却没有人登录时的样子",
        default=[],
        examples=({"json": {"$.user": "absent"}},),
    )
    web: WebLogins = key("Logins in a browser", "浏览器中的登录", default=[])
    audit: AuditEntry | None = key("For `mockwx audit` alone", "仅供 `mockwx audit` 使用")

    @field_validator("actions")
    @classmethod
    def _ask_known_actions(cls, actions: dict[str, AnyAction]) -> dict[str, AnyAction]:
        for name, action in actions.items():
            for nth, request in enumerate(requests_of(action)):
                at = ("requests", nth) if isinstance(action, LongActionEntry) else ()
                for saved, value in request.save.items():
                    if value.action is not None and (value.action == name or value.action not in actions):
                        others = [action for action in actions if action != name]
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
