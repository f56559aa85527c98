"""The shape of one rule in a scenario file: when → then."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from mockwx.core.wire import BrokenWire, NoConnection
from mockwx.scenario.language.base_entry import BaseEntry, key, required
from mockwx.scenario.language.fault_kinds import BODY_EXAMPLES, fit_schema
from mockwx.scenario.language.fault_models import BodyValue, WechatVerb
from mockwx.scenario.language.value_types import (
    ApiName,
    AppName,
    Between,
    CallsValue,
    ErrcodeValue,
    HoldValue,
    LatencyValue,
    RuleName,
    UserName,
)


class WhenEntry(BaseEntry):
    api: ApiName = required(
        "The api that goes wrong: a name or a path",
        "出错的接口：名称或路径",
        examples=("code2session", "/sns/jscode2session"),
    )
    app: AppName | None = key("Only calls of this app (name or appid)", "只针对此应用（名称或 appid）")
    user: UserName | None = key("Only calls about this user", "只针对此用户")
    call: CallsValue | None = key(
        "Which calls, counted from 1: 2, 1..3, 4.., ..3, [1, 3], every 5",
        "第几次调用（从 1 数）：2、1..3、4..、..3、[1, 3]、every 5",
    )
    count_by: Literal["rule", "user", "app", "code"] = key(
        "What the calls are counted for: all together, or each user, app or code",
        "按什么计数：全部一起（rule），或按用户、应用、code 分别计数",
        default="rule",
    )
    chance: float | None = key(
        "0 to 1: how often it happens; drawn from the seed, so it is the same in every run",
        "0 到 1：发生的概率；由 seed 决定，每次运行结果相同",
        ge=0,
        le=1,
        allow_inf_nan=False,
    )
    between: Between | None = key(
        "Only between these two times since the start: [10s, 1m]", "只在自开始起的两个时刻之间：[10s, 1m]"
    )


class ThenEntry(BaseEntry):
    # Exactly one outcome: ``fault_kinds`` says what goes with what. (A docstring would be shown by editors.)
    model_config = ConfigDict(json_schema_extra=fit_schema)

    errcode: ErrcodeValue = key(
        "WeChat refuses with this errcode: a number or a name", "微信以此 errcode 拒绝：数字或名称"
    )
    errmsg: str | None = key(
        "With errcode: another text than WeChat's own",
        "与 errcode 同用：替换微信自己的 errmsg",
        max_length=1000,
    )
    http: int = key("An HTTP status instead of an answer: 502", "返回此 HTTP 状态码：502", ge=200, le=599)
    net: Literal[BrokenWire, NoConnection] = key(
        "The wire breaks: no answer until the client gives up (hang), RST (reset), a close without a byte (empty); or "
        "there is none: nobody is there (refused), the TLS handshake breaks (tls)",
        "网络出错：一直不应答（hang）、RST（reset）、不发一个字节就关闭（empty）；或连不上：没有人监听（refused）、"
        "TLS 握手失败（tls）",
    )
    body: BodyValue = key(
        f"How the body is bent: {', '.join(BODY_EXAMPLES)}; with http also a text",
        f"响应体如何被改坏：{'、'.join(BODY_EXAMPLES)}；与 http 同用时也可写文本",
    )
    do: list[WechatVerb] = key(
        "Something happens inside WeChat just before this answer: [wechat.rotate_session_key]",
        "应答之前先在微信内部发生：[wechat.rotate_session_key]",
        min_length=1,
        max_length=20,
    )
    latency: LatencyValue = key(
        "The answer comes late, in real time: 800ms, or {p50: 800ms, p99: 4s}; alone or with an outcome",
        "延迟应答（真实时间）：800ms，或 {p50: 800ms, p99: 4s}；可单独使用或与结果同用",
    )
    hold: HoldValue = key(
        "The answer waits until so many calls are there, in real time: 2, or {calls: 2, limit: 3s}; alone or with an "
        "outcome",
        "应答要等到有这么多次调用才发出（真实时间）：2，或 {calls: 2, limit: 3s}；可单独使用或与结果同用",
    )
    commit: bool = key(
        "WeChat did its work (the code is spent), then the answer failed",
        "微信已完成处理（code 已被消耗），然后应答才失败",
        default=False,
    )


class RuleEntry(BaseEntry):
    name: RuleName | None = key(
        "Shown in the journal and in X-Mockwx-Trace; default: the api and the rule's place, code2session#1",
        "显示在日志和 X-Mockwx-Trace 里；默认为接口名加序号，如 code2session#1",
    )
    when: WhenEntry = required("Which calls", "哪些调用", examples=({"api": "code2session"},))
    then: ThenEntry = required("What WeChat does wrong", "微信出什么错", examples=({"errcode": 45011},))
    times: int | None = key("Fires at most so often", "最多触发多少次", ge=1, le=999_999_999)
