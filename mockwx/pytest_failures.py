"""Why a test fails by its world's end, and what a failing test tells: the journal, and why rules did not fire."""

from __future__ import annotations

from mockwx.core.text.bilingual import both
from mockwx.mock import MockWx, MockWxError
from mockwx.scenario.steps import Expectation

REPORTED = 50
"""Journal lines in a failing test's report."""


def unmet_expectation(fixture: object, expect: Expectation) -> str | None:
    """In what the test ended otherwise than its scenario expects; None where all is so, or nothing was expected."""
    if not isinstance(fixture, MockWx) or expect == Expectation():
        return None
    try:
        calls = [fixture.client.difference([call.as_mapping()]) for call in expect.calls]
        rules = fixture.rules if expect.unused_rules == "fail" else []
    except MockWxError as error:
        return both("what the scenario expects cannot be judged", "无法判定场景的 expect") + f": {error}"
    unused = [_never_fired(rule["name"], rule["seen"]) for rule in rules if not rule["hits"]]
    return "\n".join([*(call for call in calls if call is not None), *unused]) or None


def _never_fired(name: str, seen: int) -> str:
    return both(
        f"rule {name} was never used; it looked at {seen} call{'' if seen == 1 else 's'}",
        f"规则 {name} 从未触发；它看过 {seen} 次调用",
    )


def journal_section(fixture: object) -> str | None:
    """The journal for a failing test's report; None where the fixture is a test's own. Never raises."""
    if not isinstance(fixture, MockWx):
        return None
    try:
        lines = fixture.journal().splitlines()
    except Exception as error:  # a report hook that raises ends the whole run
        return both("the journal is not to be had", "无法取得日志") + f": {error}"
    if not lines:
        return both("the journal is empty: nothing called WeChat", "日志为空：没有任何微信调用")
    left = len(lines) - REPORTED
    return "\n".join([f"… {left} lines before", *lines[-REPORTED:]] if left > 0 else lines)
