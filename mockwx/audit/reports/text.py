"""The report as text: a line for each cause with what to do, what was not tested and why, then the grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check import Proof
from mockwx.audit.check_results import State
from mockwx.audit.finding import AuditFinding
from mockwx.audit.reports import words
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Language, Text
from mockwx.core.text.output_escaping import printable

LONGEST = 160
"""Of a request or an answer; the page has the whole."""
MOST_SECRETS = 3
MOST_NAMED = 6
Style = str
"""How a line is painted on a terminal: a severity, a state, or nothing."""


def lines(report: AuditReport, checks: Checks, language: Language) -> Iterator[tuple[str, Style]]:
    """Each line with its style; nothing in it commands a terminal or a CI's log."""
    for text, style in _TextWriter(report, checks, language).all_lines():
        yield printable(text), style


class _TextWriter:
    def __init__(self, report: AuditReport, checks: Checks, language: Language) -> None:
        self._report = report
        self._checks = checks
        self._language = language

    def all_lines(self) -> Iterator[tuple[str, Style]]:
        for name, value in words.facts(self._report):
            yield f"{name.told(self._language)}: {value}", ""
        for remark in self._report.remarks:
            yield self._told(remark), "note"
        yield from self._findings()
        yield from self._notes()
        yield from self._states()
        yield from self._accepted()
        yield "", ""
        yield from self.grade()

    def grade(self) -> Iterator[tuple[str, Style]]:
        judged = self._report.grade
        style = judged.severity.value if judged.severity is not None else "pass"
        grade = self._both("grade", "评分")
        why = words.ungraded(self._report) or words.capped(self._report)
        yield f"{grade}: {judged.letter}" + ("" if why is None else f"  {self._told(why)}"), style
        yield self._told(words.covered(self._report)), ""

    def _findings(self) -> Iterator[tuple[str, Style]]:
        findings = self._report.findings
        if findings:
            yield "", ""
            yield self._both("what is wrong, the worst first:", "问题，最严重的在前："), ""
        for number, finding in enumerate(findings, 1):
            severity = words.SEVERITIES[finding.severity].told(self._language)
            title = words.title_of(finding, self._checks).told(self._language)
            yield f"  {number}. [{severity}] {finding.check}: {title}", finding.severity.value
            yield from self._about(finding)
            yield f"     $ {words.again(self._report, finding)}", ""

    def _about(self, finding: AuditFinding) -> Iterator[tuple[str, Style]]:
        sentences = [finding.what, words.times(finding), words.session_untried(finding), finding.hint]
        for sentence in (sentence for sentence in sentences if sentence is not None):
            for language in words.languages(self._language) if sentence.en != sentence.zh else ("en",):
                yield f"     {sentence.told(language)}", ""
        for observation in finding.observations[:1]:
            seen = " → ".join(_cut(text) for text in (observation.request, observation.answer) if text)
            if seen:
                yield f"     {self._told(observation.title)}: {seen}", ""
        if finding.proof is Proof.CANARY:
            secrets = [secret for observation in finding.observations for secret in observation.secrets]
            yield from ((f"     {self._told(words.secret(secret))}", "") for secret in secrets[:MOST_SECRETS])
        if (check := self._checks.get(finding.check)) is not None:
            for language in words.languages(self._language):
                yield f"     → {_first_sentences(check.advice.told(language))}", ""

    def _notes(self) -> Iterator[tuple[str, Style]]:
        notes = self._report.notes
        if notes:
            yield "", ""
            yield self._both("notes, which lower nothing:", "提示，不影响评分："), ""
        for finding in notes:
            yield f"  {finding.check}: {self._told(finding.what)}", "note"

    def _states(self) -> Iterator[tuple[str, Style]]:
        """Those of which something could not be learnt, by reason."""
        for state in (State.ERROR, State.NOT_TESTED):
            by_reason: dict[str, list[str]] = {}
            for result in self._report.with_state(state):
                reason = self._consequence(result.consequence_of) or self._told(result.reason)
                by_reason.setdefault(reason, []).append(result.check)
            if by_reason:
                yield "", ""
                yield f"{words.STATES[state].told(self._language)}:", ""
            for reason, names in by_reason.items():
                yield f"  {self._named(names)}: {reason}", "error" if state is State.ERROR else ""

    def _named(self, names: Sequence[str]) -> str:
        if len(names) <= MOST_NAMED:
            return ", ".join(names)
        return ", ".join(names[:MOST_NAMED]) + self._both(
            f" and {len(names) - MOST_NAMED} more", f" 等 {len(names)} 项"
        )

    def _consequence(self, check: str) -> str:
        return self._both(f"a consequence of {check}", f"是 {check} 的后果") if check else ""

    def _accepted(self) -> Iterator[tuple[str, Style]]:
        accepted = [entry for result in self._report.results for entry in result.accepted]
        if accepted:
            yield "", ""
            yield self._both("accepted, in the baseline:", "已接受（基线）："), ""
        for entry in accepted:
            until = f" ({entry.until})" if entry.until else ""
            yield f"  {entry.finding.check}: {entry.reason}{until}", ""
        if self._report.unused_baseline:
            unused = ", ".join(self._report.unused_baseline)
            yield self._both(f"no longer needed in the baseline: {unused}", f"基线里不再需要：{unused}"), "note"

    def _told(self, text: Text) -> str:
        return text.told(self._language)

    def _both(self, en: str, zh: str) -> str:
        return Text(en, zh).told(self._language)


def _first_sentences(text: str) -> str:
    """The first paragraph on one line; the rest stands in the page and in ``--explain``."""
    return " ".join(text.split("\n\n")[0].split())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
