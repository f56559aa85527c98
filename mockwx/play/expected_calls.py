"""Which calls to WeChat were expected and which came, and what the backend does wrong where they differ."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mockwx.client import JournalEntry
from mockwx.core.text.spans import Span
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.scenario.plays import CallExpectation

TAKES_A_CODE = ("code2session", "oauth2_access_token", "getuserphonenumber")
GIVES_A_TOKEN = ("token", "stable_token", "gettoken")
_SAW = re.compile(r"\bsaw ([0-9]+)")
_COUNTED = re.compile(r"(?P<indent>\s*)expected .* with errcode (?P<errcode>-?[0-9]+); saw (?P<saw>[0-9]+)")
CODE_USED = 40163
USED_UP = 45009


def expected_in_chinese(expected: CallExpectation) -> str:
    words = [f"用户 {expected.user}"] if expected.user is not None else []
    words += [f"应用 {expected.app}"] if expected.app is not None else []
    words += [f"返回 {expected.errcode}"] if expected.errcode is not None else []
    which = f"（{'，'.join(words)}）" if words else ""
    return f"{expected.api or '任意接口'} 被调用 {span_in_chinese(expected.count or Span(least=1))}{which}"


def line_in_chinese(line: str, expected: CallExpectation) -> str:
    """A line of the difference between the calls that were expected and those that came; calls stay as they are."""
    counted = _COUNTED.fullmatch(line)
    if counted is None:
        return _SAW.sub(r"有 \1 次", line)
    span = expected.errcodes.get(int(counted["errcode"]), Span())
    return f"{counted['indent']}其中返回 {counted['errcode']} 的应为 {span_in_chinese(span)}，有 {counted['saw']} 次"


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
