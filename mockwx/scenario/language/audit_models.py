"""The shape of what a backend file says for audits alone."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from mockwx.scenario.audit_settings import SETTING_NAMES, Setting
from mockwx.scenario.language import backend_values
from mockwx.scenario.language.base_entry import BaseEntry, key, required
from mockwx.scenario.language.play_models import RealTime
from mockwx.scenario.language.request_models import RequestLine, ShortRequest
from mockwx.scenario.language.value_types import Sentence

Day = Annotated[str, PlainValidator(backend_values.day), WithJsonSchema({"type": "string", "format": "date"})]
SettingValue = Annotated[
    Setting,
    PlainValidator(backend_values.setting),
    WithJsonSchema({"type": "string", "pattern": rf"^(.+\.)?({'|'.join(SETTING_NAMES)})$"}),
]
CheckId = Annotated[
    str,
    PlainValidator(backend_values.check_id),
    WithJsonSchema({"type": "string", "examples": ["code-lives-on"]}),
]


class AcceptedEntry(BaseEntry):
    id: CheckId = required("The check", "检查项", examples=("code-lives-on",))
    reason: Sentence = required("Why it is accepted", "接受的理由", examples=("the gateway in front checks it",))
    until: Day | None = key("The last day on which it is", "接受到哪一天为止", examples=("2027-01-31",))
    by: Sentence | None = key("Who decided it", "由谁决定")
    cause: Sentence | None = key(
        "Of its causes only that with this fingerprint; default: all", "仅限此指纹的原因；默认该项的全部原因"
    )


class AuditEntry(BaseEntry):
    codes: Annotated[list[str], Field(max_length=200)] = key(
        "Codes that may be accepted without a phone, to be tried beside the known ones",
        "可能不经手机也被接受的 code，与已知的一起尝试",
        default=[],
        examples=(["our-test-code"],),
    )
    doors: Annotated[list[RequestLine], Field(max_length=200)] = key(
        "Routes that may let somebody in, to be tried with --doors beside the known ones",
        "可能放人进来的路由，用 --doors 时与已知的一起尝试",
        default=[],
        examples=(["POST /dev/login"],),
    )
    fields: Annotated[list[Sentence], Field(max_length=200)] = key(
        "Names under which a request may say who somebody is, beside the known ones",
        "请求中可能表示身份的字段名，与已知的一起尝试",
        default=[],
        examples=(["memberNo"],),
    )
    log: Sentence | None = key(
        "The file that it logs to, from this file's folder; default: what it writes to stdout and stderr",
        "日志文件，相对于本文件所在的文件夹；默认看它写到 stdout 和 stderr 的内容",
        examples=("logs/app.log",),
    )
    environment: Annotated[dict[Sentence, SettingValue], Field(max_length=50)] = key(
        "Environment variables that tell it where WeChat is and about its apps: where mockwx starts it, they are set",
        "告知后端微信地址和应用信息的环境变量；由 mockwx 启动后端时会设置好",
        default={},
        examples=({"WECHAT_BASE_URL": "url", "WECHAT_SECRET": "secret", "CAFE_SECRET": "cafe.secret"},),
    )
    pace: RealTime | None = key(
        "So much time from one request of an audit to the next; default: the backend's pace",
        "审计时相邻请求的间隔；默认同后端的 pace",
        examples=("50ms",),
    )
    reset: ShortRequest | None = key(
        "A request after which it has forgotten how often somebody was refused",
        "清除拒绝次数等记录的请求",
        examples=("POST /test/reset",),
    )
    accept: Annotated[list[AcceptedEntry], Field(max_length=200)] = key(
        "Findings that are known and accepted",
        "已知并接受的问题",
        default=[],
        examples=([{"id": "code-lives-on", "reason": "the gateway in front checks it", "until": "2027-01-31"}],),
    )
    outsiders: Literal["refused", "allowed"] = key(
        "allowed: the WeCom login is meant for customers too", "allowed：企业微信登录也面向客户", default="refused"
    )
    cloudrun: bool = key(
        "It runs in WeChat's cloud hosting, with public access closed",
        "运行在微信云托管，且已关闭公网访问",
        default=False,
    )
    like: Sentence | None = key(
        "The deployment that this configuration is like", "此配置对应的部署环境", examples=("production",)
    )
