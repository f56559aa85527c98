"""The report as SARIF 2.1.0 as GitHub's code scanning takes it: findings at their action's line in the backend file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check import AuditCheck, Severity
from mockwx.audit.finding import AuditFinding
from mockwx.audit.reports import words
from mockwx.audit.reports.explanation import explained, markdown
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Language
from mockwx.core.text.output_escaping import printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LONGEST_DESCRIPTION = 1024
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.NOTE: "note",
}
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.5"}
"""GitHub's bounds: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low."""


def sarif(report: AuditReport, checks: Checks, language: Language, *, file: str = "") -> str:
    """Findings that count; passes, notes and what is accepted are left out, for GitHub knows no such thing.

    ``file`` is the backend file relative to the root of the repository, with ``/``. GitHub refuses results without a
    file and those that lie at an http URL, so the endpoint stands in the message.
    """
    findings = report.findings
    worst = {finding.check: finding.severity for finding in reversed(findings)}
    rules = [checks[name] for name in dict.fromkeys(finding.check for finding in findings) if name in checks]
    indexes = {check.id: index for index, check in enumerate(rules)}
    where = file or report.backend_file or "backend.yaml"
    run = {
        "tool": {
            "driver": {
                "name": "mockwx audit",
                "semanticVersion": _semantic(report.version),
                "rules": [_rule(check, worst[check.id], language) for check in rules],
            }
        },
        "automationDetails": {"id": f"mockwx-audit/{_category(where)}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, checks, indexes, where, language) for finding in findings],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(check: AuditCheck, severity: Severity, language: Language) -> dict[str, Any]:
    """``severity`` is the worst that was seen: GitHub knows one for each rule."""
    properties: dict[str, Any] = {
        "tags": list(_tags(check)),
        "precision": check.proof[0].precision if check.proof else "medium",
    }
    if severity in _SCORES:
        properties["security-severity"] = _SCORES[severity]
    return {
        "id": check.id,
        "name": "".join(part.title() for part in check.id.split("-")),
        "shortDescription": {"text": check.title.told(language)},
        "fullDescription": {"text": _cut(check.flaw.told(language), LONGEST_DESCRIPTION)},
        "help": {"text": explained(check, language), "markdown": markdown(check, language)},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": properties,
    }


def _tags(check: AuditCheck) -> Iterator[str]:
    yield "security"
    yield check.area.value
    yield from (f"external/cwe/cwe-{number:03}" for number in check.cwe)
    if check.owasp:
        yield f"owasp/{check.owasp.lower()}"


def _result(
    report: AuditReport,
    finding: AuditFinding,
    checks: Checks,
    indexes: dict[str, int],
    file: str,
    language: Language,
) -> dict[str, Any]:
    line = report.action_lines.get(finding.action)
    row, column = (line.line, line.column) if line is not None else (1, 1)
    message = "\n".join(printable(part) for part in _message(report, finding, checks, language))
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(file)},
                    "region": {"startLine": row, "startColumn": column, "endLine": row, "endColumn": column + 1},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": f"{finding.fingerprint}:1"},
        "properties": {"precision": finding.precision, "cause": finding.cause},
    }
    if finding.check in indexes:
        result["ruleIndex"] = indexes[finding.check]
    return result


def _message(report: AuditReport, finding: AuditFinding, checks: Checks, language: Language) -> Iterator[str]:
    """GitHub shows its first sentence as the title."""
    title = words.title_of(finding, checks).told(language).rstrip(".。")
    yield f"{title}. {finding.what.told(language)}"
    sentences = (words.times(finding), words.session_untried(finding), finding.hint)
    yield from (sentence.told(language) for sentence in sentences if sentence is not None)
    for observation in finding.observations[:1]:
        request = observation.request.replace("http://", "").replace("https://", "")
        yield f"{request} → {observation.answer}"
    yield words.again(report, finding)


def _semantic(version: str) -> str:
    """``1.2.3`` of whatever PEP 440 allows."""
    numbers = [part for part in version.split("+")[0].split(".") if part.isdigit()]
    return ".".join((*numbers, "0", "0")[:3])


def _category(file: str) -> str:
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[0] or "backend"


def _uri(file: str) -> str:
    """A relative reference with its unusual letters escaped."""
    return quote(file.replace("\\", "/").removeprefix("./"), safe="/-._~")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
