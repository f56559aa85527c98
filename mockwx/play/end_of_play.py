"""What a whole play shows in its end: whether WeChat was asked at all, as often as expected, and by each rule's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Text
from mockwx.core.text.chinese_reasons import reason_text
from mockwx.play.circumstances import circumstance
from mockwx.play.expected_calls import came, expected_calls, explained, flaw_of_calls
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.play.results import Difference, StepResult
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.steps import Expectation, Step


def never_asked(
    steps: Sequence[Step], results: Sequence[StepResult], expect: Expectation, calls: Sequence[JournalEntry], url: str
) -> Iterator[Difference]:
    """A scenario in which a phone got a code and nobody spent it proves nothing about WeChat, which is at ``url``."""
    asked = any(step.action is not None for step, result in zip(steps, results, strict=True) if result.played)
    if calls or not asked:
        return
    if any(call.count is not None and 0 in call.count for call in expect.calls):
        return
    let_in = any(answer.outcome == "ok" for result in results for answer in result.answers)
    where = circumstance((), "login")
    yield Difference(
        Text("a call to WeChat", "至少一次对微信的调用"),
        Text(
            f"none came: the backend answered without asking {url}",
            f"没有：后端没有询问 {url} 就作出了应答",
        ),
        Flaw(FlawKind.LETS_IN, where=where) if let_in else Flaw(FlawKind.UNASKED),
    )


def unmet_calls(expect: Expectation, calls: Sequence[JournalEntry], wechat: WechatSide) -> Iterator[Difference]:
    for call in expect.calls:
        unmet = wechat.unmet_calls(call.as_mapping())
        if unmet is not None:
            count = unmet.counts[0]
            yield Difference(expected_calls(count), came(count), flaw_of_calls(call, calls), tuple(explained(unmet)))


def unused_rules(expect: Expectation, calls: Sequence[JournalEntry], wechat: WechatSide) -> Iterator[Difference]:
    if expect.unused_rules != "fail":
        return
    for name, seen in wechat.unused_rules():
        looks = [reason_text(look.why) for call in calls for look in call.rules if look.rule == name]
        yield Difference(
            Text(f"rule {name} to be used", f"规则 {name} 应触发"),
            Text(
                f"it never fired; it looked at {seen} call{'' if seen == 1 else 's'}",
                f"从未触发；它看过 {seen} 次调用",
            ),
            Flaw(FlawKind.CALLS),
            tuple(dict.fromkeys(looks)),
        )
