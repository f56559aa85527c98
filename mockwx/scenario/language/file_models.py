"""The shape of a scenario file, key by key, with the text that editors show for each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from mockwx.core.tokens.quotas import parse_rate
from mockwx.scenario.language.about_models import AboutEntry
from mockwx.scenario.language.apps import AppValue
from mockwx.scenario.language.backend_models import BackendEntry
from mockwx.scenario.language.base_entry import BaseEntry, OneOrMany, key, one_or_many, required
from mockwx.scenario.language.play_models import ExpectEntry
from mockwx.scenario.language.rule_models import RuleEntry
from mockwx.scenario.language.step_schema import StepEntry
from mockwx.scenario.language.user_models import PeopleEntry, UserEntry
from mockwx.scenario.language.value_types import (
    ApiName,
    AsOf,
    ContentType,
    Duration,
    Instant,
    NewName,
    Rate,
    Seed,
    Sentence,
    VersionOne,
)


class ClockEntry(BaseEntry):
    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        return "{start: 2026-01-01T08:00:00+08:00}" if isinstance(value, str) else None

    start: Instant | None = key(
        "What the world's clock shows first; default: the moment at which the world is made",
        "世界时钟的起点；默认为世界创建的时刻",
        examples=("2026-01-01T08:00:00+08:00",),
    )
    mode: Literal["frozen", "flowing"] = key(
        "frozen: time moves only when told; flowing: as real time does",
        "frozen：只在要求时前进；flowing：与真实时间同速",
        default="flowing",
    )


class SessionKeyEntry(BaseEntry):
    rotate_on_login: Literal["never", "window", "always"] = key(
        "Whether a wx.login makes a new session_key", "wx.login 是否产生新的 session_key", default="window"
    )
    window: Duration = key(
        "Within this time a second login keeps the key",
        "在此时间内再次登录不换 key",
        default="10m",
        validate_default=True,
    )
    idle: Duration = key(
        "Unused for this long, the key expires", "超过此时间未使用，key 失效", default="3d", validate_default=True
    )


class LimitEntry(BaseEntry):
    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        try:
            parse_rate(value)
        except ValueError:
            return None
        return f"{{rate: {value}}}"

    per: Literal["app", "user", "corp"] = key(
        "Counted for each app or for each user; in WeCom app is an agent, corp all of them together",
        "按应用或按用户计数；企业微信里 app 指单个应用，corp 指整个企业",
        default="app",
    )
    rate: Rate = required(
        "How many calls per s, min, h, day or month", "每 s、min、h、day、month 多少次", examples=("100/min",)
    )


class WechatEntry(BaseEntry):
    as_of: AsOf = key(
        "today, or a date: texts and fields as they were then",
        "today 或日期：按当时的文案和字段",
        default=None,
    )
    sns_content_type: ContentType = key(
        "What /sns answers are labelled as", "/sns 应答的 Content-Type", default="text/plain"
    )
    refused_exchange: Literal["keeps_code", "burns_code"] = key(
        "Whether an exchange that is refused after the code was looked up spends the code",
        "查到 code 之后才被拒绝的兑换是否消耗 code",
        default="keeps_code",
    )
    denied: Literal["nothing", "state_only", "authdeny"] = key(
        "Where a user who refuses a web login is led: nowhere, back with the state alone, or with code=authdeny",
        "用户拒绝网页授权后：不跳转，或只带 state 跳回，或带 code=authdeny 跳回",
        default="nothing",
    )
    base_unionid: Literal["given", "withheld"] = key(
        "Whether a silent login (snsapi_base) tells the unionid: not since 2018, or always",
        "静默授权（snsapi_base）是否返回 unionid：2018 年起不返回，或始终返回",
        default="withheld",
    )
    later_login: Literal["ends_tokens", "keeps_tokens"] = key(
        "Whether a later login at an official account ends the person's earlier tokens",
        "同一用户再次授权登录公众号网页后，之前的用户 token 是否失效",
        default="ends_tokens",
    )
    link_order: Literal["any", "documented"] = key(
        "Whether the parameters of an official account's link must stand in the documented order",
        "公众号授权链接的参数是否必须按文档的顺序",
        default="any",
    )
    replaced_component_token: Literal["lives", "dies"] = key(
        "Whether a component_access_token works on when a newer one was fetched",
        "获取新的 component_access_token 后，旧的是否继续有效",
        default="lives",
    )
    userinfo_openid: Literal["ignored", "checked"] = key(
        "Whether /sns/userinfo minds an openid that is not the token's: 40003",
        "/sns/userinfo 的 openid 与 token 不符时是否返回 40003",
        default="ignored",
    )
    outside_wechat: Literal["welcome", "refused"] = key(
        "Whether authorisation pages open in a browser that is not WeChat's",
        "授权页能否在微信以外的浏览器打开",
        default="welcome",
    )
    suite_token_errcode: Literal["absent", "zero"] = key(
        "Whether the tokens of WeCom's service providers come with errcode 0 and errmsg ok",
        "企业微信服务商的各种凭证是否带 errcode 0 和 errmsg ok",
        default="absent",
    )
    push_keys: Literal["capital", "lower", "spaced"] = key(
        "How pushes about users spell OpenID and AppID: so, as openid and appid, or as ' OpenID' with a space in front",
        "推送事件中用户标识的键名：OpenID 和 AppID，或小写 openid 和 appid，或前面带空格的 ' OpenID'",
        default="capital",
    )


Limits = Annotated[list[LimitEntry], BeforeValidator(one_or_many), Field(max_length=10), OneOrMany()]


class File(BaseEntry):
    mockwx: VersionOne = required("Version of the scenario language: 1", "场景语言的版本：1", examples=(1,))
    name: Sentence | None = key("One readable line", "一行可读的名称")
    about: AboutEntry | None = key(
        "What it is for and what to do where it fails, in Chinese and English, for reports",
        "目的，以及未通过时该怎么做，中英文各一份，供报告使用",
        examples=({"zh": "微信不可用时，不得放行任何人。", "en": "WeChat is down: let nobody in."},),
    )
    use: str | None = key(
        "Another file of this folder to build on: maps merge, lists replace",
        "以同一文件夹下的另一文件为基础：映射合并，列表替换",
        examples=("base.yaml",),
    )
    seed: Seed | None = key("What all ids and chances are drawn from", "所有标识和概率的种子", examples=(20260101,))
    clock: ClockEntry | None = key("The world's time", "世界的时间")
    apps: dict[NewName, AppValue | None] | None = key(
        "Apps by name; default: the mini program shop", "应用；默认只有小程序 shop"
    )
    any_app: bool = key(
        "Unknown appids become mini programs that take any secret",
        "未知 appid 视为接受任何 secret 的小程序",
        default=False,
    )
    users: dict[NewName, UserEntry | None] | None = key(
        "Users by name; default: alice and bob", "用户；默认为 alice 和 bob"
    )
    people: PeopleEntry | None = key("A crowd of users, for load tests", "一群用户，用于压测")
    session_key: SessionKeyEntry | None = key("When WeChat makes a new session_key", "微信何时更换 session_key")
    limits: dict[ApiName, Limits] | None = key(
        "Quotas by api: a cause of 45011 (s, min) and 45009 (h, day, month)",
        "按接口的频率限制：产生 45011（s、min）和 45009（h、day、month）",
    )
    wechat: WechatEntry | None = key("Choices about WeChat itself", "关于微信本身的选择")
    backend: BackendEntry | None = key("The backend under test", "被测后端")
    rules: list[RuleEntry] | None = key(
        "What WeChat does wrong; the first that matches wins", "微信出什么错；从上到下第一条匹配的生效"
    )
    steps: list[StepEntry] | None = key("What happens, in order", "依次发生的事")
    expect: ExpectEntry | None = key("What must be true in the end", "结束时必须成立的事")
    each: Literal["rule"] | None = key(
        "rule: play the steps once per rule, in a fresh world with only that rule",
        "rule：每条规则在全新世界里单独把步骤跑一遍",
    )
