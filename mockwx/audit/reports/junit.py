"""The report as JUnit XML, for CI: a suite for each area, a case for each check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.audit.areas import Area
from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check_results import CheckResult, State
from mockwx.audit.reports import words
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Language, Text
from mockwx.play.report_junit import xml_attribute, xml_text

_SKIPPED = (State.NOT_TESTED, State.NOT_APPLICABLE)
_OUTPUT = (State.NOTE, State.FLAKY, State.ACCEPTED)


def junit(report: AuditReport, checks: Checks, language: Language) -> str:
    """What was not tested is skipped, with the reason; notes and what is accepted are no failures."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_numbers(report.results, skipped=False)}>"]
    properties = list(_properties(report, language))
    for area in Area:
        results = [result for result in report.results if result.check in checks and checks[result.check].area is area]
        if results:
            lines += _suite(area, results, checks, language, properties)
            properties = []
    return "\n".join((*lines, "</testsuites>", ""))


def _properties(report: AuditReport, language: Language) -> Iterator[str]:
    values = [("grade", report.grade.letter), ("coverage", words.covered(report).told(language))]
    if (why := words.capped(report)) is not None:
        values.append(("capped", why.told(language)))
    values += [(name.en, value) for name, value in words.facts(report)]
    for name, value in values:
        yield f"      <property name={xml_attribute(name)} value={xml_attribute(value)}/>"


def _suite(
    area: Area, results: Sequence[CheckResult], checks: Checks, language: Language, properties: Sequence[str]
) -> Iterator[str]:
    yield f"  <testsuite name={xml_attribute(area.value)}{_numbers(results)}>"
    if properties:
        yield from ("    <properties>", *properties, "    </properties>")
    for result in results:
        name = f"{result.check}: {checks[result.check].title.told(language)}"
        classname = f"audit.{area.value}"
        yield (
            f"    <testcase name={xml_attribute(name)} classname={xml_attribute(classname)} "
            f'time="{result.seconds:.3f}">'
        )
        yield from _outcome(result, language)
        yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(result: CheckResult, language: Language) -> Iterator[str]:
    reason = result.reason
    if result.consequence_of:
        reason = Text(f"a consequence of {result.consequence_of}", f"是 {result.consequence_of} 的后果")
    if result.state in _SKIPPED:
        yield f"      <skipped message={xml_attribute(reason.told(language))}/>"
    elif result.state is State.ERROR:
        yield f'      <error type="audit" message={xml_attribute(reason.told(language))}/>'
    elif result.state is State.FAIL:
        first = result.findings[0].what if result.findings else reason
        kind = result.findings[0].severity.value if result.findings else "fail"
        body = "\n".join(_told(result, language))
        yield (
            f"      <failure type={xml_attribute(kind)} message={xml_attribute(first.told(language))}>"
            f"{xml_text(body)}</failure>"
        )
    elif result.state in _OUTPUT and (body := "\n".join(_told(result, language))):
        yield f"      <system-out>{xml_text(body)}</system-out>"


def _told(result: CheckResult, language: Language) -> Iterator[str]:
    if result.reason.en:
        yield result.reason.told(language)
    for finding in result.findings:
        yield f"[{words.SEVERITIES[finding.severity].told(language)}] {finding.what.told(language)}"
        for observation in finding.observations:
            yield f"  {observation.title.told(language)}"
            yield from (f"    {line}" for line in (observation.request, observation.answer, *observation.calls) if line)
            yield from (f"    {words.secret(secret).told(language)}" for secret in observation.secrets)
    for accepted in result.accepted:
        yield f"{accepted.finding.what.told(language)} ({accepted.reason}, {accepted.until or '-'})"


def _numbers(results: Sequence[CheckResult], *, skipped: bool = True) -> str:
    """``skipped``: Jenkins' schema knows it of a suite, and not of all together."""
    states = [result.state for result in results]
    numbers: list[tuple[str, object]] = [
        ("tests", len(results)),
        ("failures", states.count(State.FAIL)),
        ("errors", states.count(State.ERROR)),
        *([("skipped", sum(states.count(state) for state in _SKIPPED))] if skipped else []),
        ("time", f"{sum(result.seconds for result in results):.3f}"),
    ]
    return "".join(f' {name}="{value}"' for name, value in numbers)
