"""The report as JUnit XML, for CI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from mockwx.core.text.bilingual import Language, Text
from mockwx.play.report import Report
from mockwx.play.report_text import details, notes
from mockwx.play.results import Difference, PlayResult, counts

# What XML 1.0 cannot hold, not even escaped; a backend's answer may well have some.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """One testsuite per file, one testcase per scenario or rule; what is said of the whole run stands in the first."""
    results = report.results
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_numbers(results)}>"]
    properties = list(_properties(report))
    for file, cases in groupby(results, key=lambda result: result.file):
        lines += _suite(file, list(cases), properties, report.language)
        properties = []
    return "\n".join((*lines, "</testsuites>", ""))


def _properties(report: Report) -> Iterator[str]:
    for name, _, value in report.facts:
        yield f"      <property name={xml_attribute(name)} value={xml_attribute(value)}/>"
    for number, cause in enumerate(report.causes, 1):
        yield f'      <property name="cause.{number}" value={xml_attribute(cause.headline.told(report.language))}/>'
        if advice := " ".join(text.told(report.language) for text in cause.advice):
            yield f'      <property name="cause.{number}.advice" value={xml_attribute(advice)}/>'


def _suite(file: str, cases: Sequence[PlayResult], properties: Sequence[str], language: Language) -> Iterator[str]:
    yield f"  <testsuite name={xml_attribute(file)}{_numbers(cases)}>"
    if properties:
        yield from ("    <properties>", *properties, "    </properties>")
    for result in cases:
        title = result.title.told(language)
        yield f'    <testcase name={xml_attribute(title)} classname={xml_attribute(file)} time="{result.seconds:.3f}">'
        if result.verdict == "skipped":
            reason = "" if result.reason is None else result.reason.told(language)
            yield f"      <skipped message={xml_attribute(reason)}/>"
        if result.verdict == "failed":
            text = "\n".join(details(result, language))
            message = xml_attribute(first(result, language))
            yield f'      <failure type="difference" message={message}>{xml_text(text)}</failure>'
        if noted := notes(result, language):
            text = "\n".join(noted)
            yield f"      <system-out>{xml_text(text)}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def first(result: PlayResult, language: Language) -> str:
    """The first difference on one line."""
    for step in result.steps:
        for difference in step.differences:
            en, zh = f"step {step.number} {step.verb}: ", f"第 {step.number} 步 {step.verb}："
            return _difference_text(difference, en, zh).told(language)
    return "; ".join(_difference_text(difference).told(language) for difference in result.differences[:1])


def _difference_text(difference: Difference, en: str = "", zh: str = "") -> Text:
    expected, came = difference.expected, difference.came
    return Text(f"{en}expected {expected.en}, came {came.en}", f"{zh}期望 {expected.zh}，实际 {came.zh}")


def _numbers(results: Sequence[PlayResult]) -> str:
    number = counts(results)
    seconds = sum(result.seconds for result in results)
    numbers: Iterable[tuple[str, object]] = (
        ("tests", len(results)),
        ("failures", number["failed"]),
        ("errors", 0),
        ("skipped", number["skipped"]),
        ("time", f"{seconds:.3f}"),
    )
    return "".join(f' {name}="{value}"' for name, value in numbers)


def xml_text(text: str) -> str:
    """Escaped, and without what XML cannot hold."""
    return escape(_IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", text))


def xml_attribute(text: str) -> str:
    """On one line, with its quotes."""
    return quoteattr(_IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split())))
