"""The report as text: first what is wrong and what to do, then a line per scenario, then all that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.core.text.bilingual import Language, Text
from mockwx.core.text.output_escaping import printable
from mockwx.play.report import Report
from mockwx.play.results import Difference, PlayResult, StepResult, counts

MARKS = {
    "passed": Text("passed ", "通过"),
    "failed": Text("FAILED ", "失败"),
    "skipped": Text("skipped", "跳过"),
}
MOST_CALLS = 30


def first_screen(report: Report) -> Iterator[str]:
    """Who was judged, when, by what and how it went; then each cause with what to do."""
    for _, name, value in report.facts:
        yield f"{name.told(report.language)}: {printable(value)}"
    if report.causes:
        yield ""
        yield report.told("what is wrong, the most harmful first:", "问题，最严重的在前：")
    for number, cause in enumerate(report.causes, 1):
        for nth, language in enumerate(languages(report.language)):
            yield f"  {f'{number}.' if nth == 0 else '  '} {printable(cause.headline.told(language))}"
            yield from (f"     → {printable(advice.told(language))}" for advice in cause.advice)


def languages(language: Language) -> Sequence[Language]:
    """One after the other, where a paragraph is too long for both on one line."""
    return ("en", "zh") if language == "both" else (language,)


def headline(result: PlayResult, language: Language = "both") -> str:
    took = f"{result.seconds:6.2f} s"
    reason = f"  ({result.reason.told(language)})" if result.reason is not None else ""
    mark = MARKS[result.verdict]
    verdict = f"{mark.en} {mark.zh}" if language == "both" else mark.told(language)
    return f"{verdict}  {took}  {printable(result.title.told(language))}{printable(reason)}"


def details(result: PlayResult, language: Language = "both") -> list[str]:
    """Below the headline of a failure: the step, what was expected and what came, and the calls to WeChat."""
    lines = [f"  {result.file}"]
    if result.about.purpose.en:
        lines.append(f"    {result.about.purpose.told(language)}")
    for step in result.steps:
        if step.differences:
            lines += _step(step, language)
    for difference in result.differences:
        lines += _difference(difference, language)
    title = Text("calls to WeChat", "对微信的调用").told(language)
    lines += [f"    {title}:", *(f"      {line}" for line in _calls(result, language))]
    return lines


def summary(results: Sequence[PlayResult], language: Language = "both") -> str:
    number = counts(results)
    seconds = f"{sum(result.seconds for result in results):.2f} s"
    return Text(
        f"{number['passed']} passed, {number['failed']} failed, {number['skipped']} skipped in {seconds}",
        f"通过 {number['passed']}，失败 {number['failed']}，跳过 {number['skipped']}，用时 {seconds}",
    ).told(language)


def notes(result: PlayResult, language: Language = "both") -> list[str]:
    return [
        Text(f"step {step.number} {step.verb}: {note.en}", f"第 {step.number} 步 {step.verb}：{note.zh}").told(language)
        for step in result.steps
        for note in step.notes
    ]


def _step(step: StepResult, language: Language) -> Iterator[str]:
    en_by, zh_by = (f" by {step.user}", f"（{step.user}）") if _is_backends(step) else ("", "")
    what = f"{step.verb} {step.args}".rstrip()
    if language == "both":
        yield f"    step 第 {step.number} 步: {what}{en_by}"
    else:
        yield "    " + Text(f"step {step.number}: {what}{en_by}", f"第 {step.number} 步：{what}{zh_by}").told(language)
    for difference in step.differences:
        yield from _difference(difference, language, "  ")


def _is_backends(step: StepResult) -> bool:
    return bool(step.user) and step.verb.startswith("backend.")


def _difference(difference: Difference, language: Language, indent: str = "") -> Iterator[str]:
    labels = {
        "both": ("expected 期望", "came     实际"),
        "en": ("expected", "came    "),
        "zh": ("期望", "实际"),
    }
    expected, came = labels[language]
    yield f"    {indent}{expected}  {printable(difference.expected.told(language))}"
    yield f"    {indent}{came}  {printable(difference.came.told(language))}"
    yield from (f"    {indent}    {printable(line.told(language))}" for line in difference.more)


def _calls(result: PlayResult, language: Language) -> Iterator[str]:
    if not result.calls:
        yield Text("none", "无").told(language)
    if (before := len(result.calls) - MOST_CALLS) > 0:
        yield Text(f"… {before} before", f"…之前还有 {before} 次").told(language)
    for call in result.calls[-MOST_CALLS:]:
        yield from call.told(language)
