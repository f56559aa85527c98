"""Which calls to WeChat were expected and which came, and what the backend does wrong where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.client import JournalEntry
from mockwx.client.records import UnmetCalls
from mockwx.core.text.bilingual import Text
from mockwx.core.text.spans import Span
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.scenario.steps import CallExpectation
from mockwx.verify import NO_CALL, WrongCount

TAKES_A_CODE = ("code2session", "oauth2_access_token", "getuserphonenumber")
GIVES_A_TOKEN = ("token", "stable_token", "gettoken")
CODE_USED = 40163
USED_UP = 45009


def expected_calls(count: WrongCount) -> Text:
    """Which calls were expected, and how many."""
    calls = count.calls
    words = [f"用户 {calls.user}"] if calls.user is not None else []
    words += [f"应用 {calls.app}"] if calls.app is not None else []
    words += [f"返回 {calls.errcode}"] if calls.errcode is not None else []
    which = f"（{'，'.join(words)}）" if words else ""
    return Text(count.expectation, f"{calls.api or '任意接口'} 被调用 {span_in_chinese(count.wanted)}{which}")


def came(count: WrongCount) -> Text:
    return Text(f"saw {count.seen}", f"有 {count.seen} 次")


def explained(unmet: UnmetCalls) -> Iterator[Text]:
    """The entries nearest to the first count, then the further counts with theirs."""
    for nth, count in enumerate(unmet.counts):
        if nth:
            yield Text(
                f"expected {count.expectation}; saw {count.seen}",
                f"其中返回 {count.calls.errcode} 的应为 {span_in_chinese(count.wanted)}，有 {count.seen} 次",
            )
        yield from (entry.text for entry in count.nearest)
        if not count.nearest:
            yield Text(NO_CALL, "  日志为空：没有任何微信调用")
    if unmet.note is not None:
        yield Text.of(unmet.note)


def span_in_chinese(span: Span) -> str:
    if span.most is None:
        return f"至少 {span.least} 次"
    if span.least == span.most:
        return f"{span.least} 次"
    return f"{span.least} 到 {span.most} 次" if span.least else f"至多 {span.most} 次"


def flaw_of_calls(expected: CallExpectation, calls: Sequence[JournalEntry]) -> Flaw:
    """``calls``: all that came in this world, of which not as many are as expected as should be."""
    meant = [
        call
        for call in calls
        if expected.api in (None, call.api)
        and expected.user in (None, call.user)
        and expected.app in (None, call.app)
        and expected.errcode in (None, call.errcode)
    ]
    if expected.api in TAKES_A_CODE and (_too_many(expected.count, meant) or _too_often(expected, CODE_USED, meant)):
        return Flaw(FlawKind.CODE_AGAIN)
    if expected.api in GIVES_A_TOKEN and (_too_many(expected.count, meant) or _too_often(expected, USED_UP, meant)):
        return Flaw(FlawKind.TOKENS)
    return Flaw(FlawKind.CALLS)


def _too_many(span: Span | None, calls: Sequence[JournalEntry]) -> bool:
    return span is not None and span.most is not None and len(calls) > span.most


def _too_often(expected: CallExpectation, errcode: int, calls: Sequence[JournalEntry]) -> bool:
    return _too_many(expected.errcodes.get(errcode), [call for call in calls if call.errcode == errcode])
