"""The report as text: one line per scenario, and below a failure all that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.play.results import Difference, PlayResult, StepResult, counts

MARKS = {"passed": "passed  通过", "failed": "FAILED  失败", "skipped": "skipped 跳过"}
MOST_CALLS = 30


def headline(result: PlayResult) -> str:
    took = f"{result.seconds:6.2f} s"
    reason = f"  ({result.reason})" if result.reason else ""
    return f"{MARKS[result.verdict]}  {took}  {result.title}{reason}"


def details(result: PlayResult) -> list[str]:
    """Below the headline of a failure: the step, what was expected and what came, and the calls to WeChat."""
    lines = [f"  {result.file}"]
    for step in result.steps:
        if step.differences:
            lines += _step(step)
    for difference in result.differences:
        lines += _difference(difference)
    lines += ["    calls to WeChat | 对微信的调用:", *(f"      {line}" for line in _calls(result))]
    return lines


def summary(results: Sequence[PlayResult]) -> str:
    found = counts(results)
    seconds = sum(each.seconds for each in results)
    en = f"{found['passed']} passed, {found['failed']} failed, {found['skipped']} skipped in {seconds:.2f} s"
    return f"{en} | 通过 {found['passed']}，失败 {found['failed']}，跳过 {found['skipped']}"


def notes(result: PlayResult) -> list[str]:
    return [f"step {step.number} {step.verb}: {note}" for step in result.steps for note in step.notes]


def _step(step: StepResult) -> Iterator[str]:
    by = f" by {step.user}" if step.user and step.verb.startswith("backend.") else ""
    yield f"    step 第 {step.number} 步: {step.verb} {step.args}{by}"
    for difference in step.differences:
        yield from _difference(difference, "  ")


def _difference(difference: Difference, indent: str = "") -> Iterator[str]:
    yield f"    {indent}expected 期望  {difference.expected}"
    yield f"    {indent}came     实际  {difference.came}"
    yield from (f"    {indent}    {line}" for line in difference.more)


def _calls(result: PlayResult) -> Iterator[str]:
    if not result.calls:
        yield "none | 无"
    if len(result.calls) > MOST_CALLS:
        yield f"… {len(result.calls) - MOST_CALLS} before | 之前还有"
    for call in result.calls[-MOST_CALLS:]:
        yield call.line
        yield from (f"    rule {why}" for why in call.trace)
