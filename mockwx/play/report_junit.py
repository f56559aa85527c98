"""The report as JUnit XML, for CI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from mockwx.play.report_text import details, notes
from mockwx.play.results import Difference, PlayResult, counts

# What XML 1.0 cannot hold, not even escaped; a backend's answer may well have some.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[PlayResult]) -> str:
    """One testsuite per file, one testcase per scenario or rule."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_numbers(results)}>"]
    for file, cases in groupby(results, key=lambda each: each.file):
        lines += _suite(file, list(cases))
    return "\n".join((*lines, "</testsuites>", ""))


def _suite(file: str, cases: Sequence[PlayResult]) -> Iterator[str]:
    yield f"  <testsuite name={_quoted(file)}{_numbers(cases)}>"
    for each in cases:
        yield f'    <testcase name={_quoted(each.title)} classname={_quoted(file)} time="{each.seconds:.3f}">'
        if each.verdict == "skipped":
            yield f"      <skipped message={_quoted(each.reason)}/>"
        if each.verdict == "failed":
            text = "\n".join(details(each))
            yield f'      <failure type="difference" message={_quoted(first(each))}>{_escaped(text)}</failure>'
        if noted := notes(each):
            text = "\n".join(noted)
            yield f"      <system-out>{_escaped(text)}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def first(result: PlayResult) -> str:
    """The first difference on one line."""
    for step in result.steps:
        for difference in step.differences:
            return f"step {step.number} {step.verb}: {_told(difference)}"
    return "; ".join(map(_told, result.differences[:1]))


def _told(difference: Difference) -> str:
    return f"expected {difference.expected}, came {difference.came}"


def _numbers(results: Sequence[PlayResult]) -> str:
    found = counts(results)
    seconds = sum(each.seconds for each in results)
    numbers: Iterable[tuple[str, object]] = (
        ("tests", len(results)),
        ("failures", found["failed"]),
        ("errors", 0),
        ("skipped", found["skipped"]),
        ("time", f"{seconds:.3f}"),
    )
    return "".join(f' {name}="{value}"' for name, value in numbers)


def _escaped(text: str) -> str:
    return escape(_IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", text))


def _quoted(text: str) -> str:
    return quoteattr(_IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split())))
