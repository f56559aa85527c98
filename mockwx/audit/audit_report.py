"""The report of an audit as one value, which every kind of report is written from; and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from mockwx.audit.chaos_matrix import Cell
from mockwx.audit.check import Severity
from mockwx.audit.check_results import CheckResult, State
from mockwx.audit.finding import AuditFinding
from mockwx.audit.grade import Grade
from mockwx.core.text.bilingual import Text
from mockwx.core.version import VERSION

SCHEMA = 1
"""Of the JSON; it changes where a field goes or means something else."""


class ActionLine(Struct, frozen=True):
    """Where an action stands in the backend file, from 1."""

    line: int
    column: int


class AuditReport(Struct, frozen=True, kw_only=True):
    backend: str
    """Its URL."""
    backend_file: str = ""
    """As it was named on the command line; empty: only the URL is known."""
    action_lines: Mapping[str, ActionLine] = field(default_factory=dict)
    """By the action's name."""
    wechat: str
    """Where the mockwx is that it asked."""
    command: str = ""
    """That started the backend; empty where it ran already."""
    server: str = ""
    """As its answers' ``Server`` header says: a development server differs from production."""
    modes: Mapping[str, str] = field(default_factory=dict)
    """Variables of its environment that tell in which mode it runs: NODE_ENV, FLASK_DEBUG, …"""
    like: str = ""
    """What the file says that it is: ``production``."""
    again: str
    """The command line of this audit, with the seed."""
    options: tuple[str, ...] = ()
    """What makes it other than the usual audit: ``quick``, ``deep``, ``doors``, ``restart``, ``only …``."""
    complete: bool = True
    """False: ``--only``, ``--skip`` or ``--quick`` left checks out on purpose."""
    seed: int
    date: str
    """When it began, ISO 8601."""
    seconds: float
    requests: int
    """That the backend was sent."""
    grade: Grade
    results: tuple[CheckResult, ...]
    """Every check of the catalogue, in its order."""
    cells: tuple[Cell, ...] = ()
    remarks: tuple[Text, ...] = ()
    """About the audit as a whole: that the backend locked it out, that uid is none, what the file lacks."""
    unused_baseline: tuple[str, ...] = ()
    """Ids of baseline entries that no finding needs any more."""
    version: str = VERSION
    schema: int = SCHEMA

    @property
    def findings(self) -> list[AuditFinding]:
        """Those that are graded, the worst first; notes are in :attr:`notes`."""
        graded = [
            finding
            for result in self.results
            if result.state is State.FAIL
            for finding in result.findings
            if finding.severity is not Severity.NOTE
        ]
        return sorted(graded, key=lambda finding: finding.severity.rank)

    @property
    def notes(self) -> list[AuditFinding]:
        return [
            finding
            for result in self.results
            for finding in result.findings
            if finding.severity is Severity.NOTE or result.state in (State.NOTE, State.FLAKY)
        ]

    def with_state(self, *states: State) -> list[CheckResult]:
        return [result for result in self.results if result.state in states]

    def worst_at_least(self, severity: Severity) -> bool:
        """Whether there is a graded finding of this severity or a worse one."""
        return any(finding.severity.rank <= severity.rank for finding in self.findings)


def as_json(report: AuditReport) -> bytes:
    """Two spaces deep, UTF-8, the same bytes for the same report."""
    value: dict[str, Any] = msgspec.to_builtins(report)
    for result in value["results"]:
        for finding, own in zip(result["findings"], _findings(report, result["check"]), strict=True):
            finding["fingerprint"] = own.fingerprint
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def from_json(document: bytes) -> AuditReport:
    """:raises msgspec.ValidationError: it is none, or of another schema."""
    report = msgspec.json.decode(document, type=AuditReport)
    if report.schema != SCHEMA:
        raise msgspec.ValidationError(f"schema {report.schema}, and not {SCHEMA}")
    return report


def _findings(report: AuditReport, check: str) -> Sequence[AuditFinding]:
    return next(result.findings for result in report.results if result.check == check)
