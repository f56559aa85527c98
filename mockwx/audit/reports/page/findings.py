"""Findings in the page: what was seen, the evidence, how to see it again, and what helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check import AuditCheck
from mockwx.audit.finding import AuditFinding, Observation
from mockwx.audit.reports import words
from mockwx.audit.reports.page.writer import Writer, block, code
from mockwx.audit.reports.scenario_files import as_yaml
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Text
from mockwx.play.report_html import escape

MOST_FIRST = 5


class FindingsWriter:
    def __init__(self, write: Writer, report: AuditReport, checks: Checks) -> None:
        self._write = write
        self._report = report
        self._checks = checks

    def first(self) -> Iterator[str]:
        """What to do before all else, with links to the details."""
        findings = self._report.findings[:MOST_FIRST]
        if not findings:
            return
        yield self._write.heading("Do these first", "先做这些")
        yield '<ol class="first">'
        for finding in findings:
            title = self._write.told(words.title_of(finding, self._checks))
            yield f'<li><a href="#{_anchor(finding)}">{title}</a> {self._badge(finding)}</li>'
        yield "</ol>"

    def all(self) -> Iterator[str]:
        findings = self._report.findings
        if findings:
            yield self._write.heading("What is wrong, the worst first", "问题，最严重的在前")
        for finding in findings:
            yield from self._finding(finding, opened=True)

    def notes(self) -> Iterator[str]:
        notes = self._report.notes
        if notes:
            yield self._write.heading("Notes, which lower nothing", "提示，不影响评分")
        for finding in notes:
            yield from self._finding(finding, opened=False)

    def accepted(self) -> Iterator[str]:
        accepted = [entry for result in self._report.results for entry in result.accepted]
        if not accepted and not self._report.unused_baseline:
            return
        yield self._write.heading("Accepted, in the baseline", "已接受（基线）")
        yield "<ul>"
        for entry in accepted:
            until = self._write.label(f"until {entry.until}", f"至 {entry.until}") if entry.until else ""
            by = f", {escape(entry.by)}" if entry.by else ""
            yield f"<li>{code(entry.finding.check)} {escape(entry.reason)} <small>{until}{by}</small></li>"
        for name in self._report.unused_baseline:
            unused = self._write.label("no longer needed", "不再需要")
            yield f'<li class="note">{code(name)} {unused}</li>'
        yield "</ul>"

    def _badge(self, finding: AuditFinding) -> str:
        label = self._write.told(words.SEVERITIES[finding.severity])
        return f'<span class="badge {finding.severity.value}">{label}</span>'

    def _finding(self, finding: AuditFinding, *, opened: bool) -> Iterator[str]:
        check = self._checks.get(finding.check)
        title = self._write.told(words.title_of(finding, self._checks))
        is_open = " open" if opened else ""
        yield f'<details class="finding {finding.severity.value}" id="{_anchor(finding)}"{is_open}><summary>'
        yield f'{self._badge(finding)}<span class="name">{title}</span><small>{code(finding.check)}</small></summary>'
        yield '<div class="inside">'
        sentences = (finding.what, words.times(finding), words.session_untried(finding), finding.hint)
        yield from (self._write.paragraph(sentence) for sentence in sentences if sentence is not None)
        if check is not None:
            yield self._write.heading("What somebody could do with it", "可能的后果", 3)
            yield self._write.paragraph(check.flaw)
        if finding.observations:
            yield self._write.heading("Evidence", "证据", 3)
            first, *others = finding.observations
            yield from self._observation(first)
            if others:
                more = self._write.label(f"{len(others)} more", f"另外 {len(others)} 条")
                yield f"<details><summary>{more}</summary>"
                yield from (part for observation in others for part in self._observation(observation))
                yield "</details>"
        yield from self._again(finding)
        if check is not None:
            yield from self._about(check)
        yield "</div></details>"

    def _observation(self, observation: Observation) -> Iterator[str]:
        yield f'<div class="seen">{self._write.paragraph(observation.title)}'
        if observation.request or observation.answer:
            outcome = f"[{observation.outcome}] " if observation.outcome else ""
            took = f" ({observation.seconds:.2f} s)" if observation.seconds else ""
            yield block(f"{observation.request}\n→ {outcome}{observation.answer}{took}")
        for secret in observation.secrets:
            yield f'<p class="critical">{self._write.told(words.secret(secret))}</p>'
        if observation.calls:
            yield f"<p><small>{self._write.label('meanwhile at WeChat', '期间微信收到')}</small></p>"
            yield block("\n".join(observation.calls))
        yield "</div>"

    def _again(self, finding: AuditFinding) -> Iterator[str]:
        yield self._write.heading("See it again", "重现", 3)
        yield block(words.again(self._report, finding))
        curl = next((observation.curl for observation in finding.observations if observation.curl), "")
        if curl:
            yield block(curl)
        if finding.scenario is not None:
            summary = self._write.label("as a test for mockwx run", "作为 mockwx run 的测试")
            yield f"<details><summary>{summary}</summary>{block(as_yaml(finding.scenario))}</details>"

    def _about(self, check: AuditCheck) -> Iterator[str]:
        yield self._write.heading("What helps", "如何修复", 3)
        yield self._write.paragraph(check.advice)
        if check.no_flaw_if is not None:
            yield self._write.heading("When this is no flaw", "何时不算缺陷", 3)
            yield self._write.paragraph(check.no_flaw_if)
        standards = [name for name in (words.cwe(check), f"OWASP {check.owasp}:2023" if check.owasp else "") if name]
        listed = [*map(escape, standards), *_links(check)]
        if listed:
            yield f"<p><small>{' · '.join(listed)}</small></p>"


def _links(check: AuditCheck) -> Sequence[str]:
    return [
        f'<a href="{escape(reference.url)}" rel="noreferrer">{escape(reference.title)}</a>'
        if reference.url
        else escape(reference.title)
        for reference in check.references
    ]


def _anchor(finding: AuditFinding) -> str:
    return f"f-{finding.fingerprint}"


def remark(write: Writer, text: Text) -> str:
    return f'<p class="note">{write.told(text)}</p>'
