"""Every check in the page, with its state and the reason."""

from __future__ import annotations

from collections.abc import Iterator

from mockwx.audit.areas import Area
from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check_results import CheckResult, State
from mockwx.audit.reports import words
from mockwx.audit.reports.page.writer import Writer, code
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Text

_STYLES = {State.PASS: "pass", State.ERROR: "critical", State.FLAKY: "medium", State.NOTE: "note"}


def areas(report: AuditReport, write: Writer) -> Iterator[str]:
    """A letter for each area, with how much of it was tested."""
    yield '<ul class="areas">'
    for area_grade in report.grade.areas:
        letter = area_grade.letter.rstrip("+")
        css = letter if letter.isalpha() else "none"
        yield f'<li class="{css}"><span class="mark">{area_grade.letter}</span>{write.told(area_grade.area.heading)}'
        yield f"<small>{area_grade.coverage.tested}/{area_grade.coverage.of}</small></li>"
    yield "</ul>"


def every_check(report: AuditReport, checks: Checks, write: Writer) -> Iterator[str]:
    yield write.heading("Every check", "全部检查")
    for area in Area:
        results = [result for result in report.results if result.check in checks and checks[result.check].area is area]
        if not results:
            continue
        yield f'<h3>{write.told(area.heading)}</h3><table class="checks"><tbody>'
        for result in results:
            yield from _row(result, checks, write)
        yield "</tbody></table>"


def _row(result: CheckResult, checks: Checks, write: Writer) -> Iterator[str]:
    state = write.told(words.STATES[result.state])
    css = result.findings[0].severity.value if result.findings else _STYLES.get(result.state, "idle")
    yield f'<tr><td class="state {css}">{state}</td><td class="id">{code(result.check)}</td>'
    yield f'<td class="reason">{write.told(_reason(result, checks))}</td></tr>'


def _reason(result: CheckResult, checks: Checks) -> Text:
    if result.consequence_of:
        return Text(f"a consequence of {result.consequence_of}", f"是 {result.consequence_of} 的后果")
    if result.reason.en:
        return result.reason
    if result.findings:
        return result.findings[0].what
    return checks[result.check].title if result.state is not State.PASS else Text.alike("")
