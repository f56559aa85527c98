"""Leaves a verdict with the mockwx that the backend pointed at, whose console shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mockwx.client import MockWxError

if TYPE_CHECKING:
    from mockwx.audit.audit_report import AuditReport
    from mockwx.client import ControlClient
    from mockwx.play.results import PlayResult

MOST_PARTS = 500
"""Scenarios or checks that are told."""


def leave_run(client: ControlClient, results: Sequence[PlayResult], date: str) -> None:
    failed = any(result.verdict == "failed" for result in results)
    parts = [
        {"name": str(result.title), "state": result.verdict, "what": _first_difference(result)} for result in results
    ]
    _leave(client, {"kind": "run", "title": "mockwx run", "state": "failed" if failed else "passed"}, parts, date)


def leave_audit(client: ControlClient, report: AuditReport, date: str) -> None:
    parts = [
        {"name": str(finding.what), "state": "fail", "what": f"{finding.check} ({finding.severity})"}
        for finding in report.findings
    ]
    title = f"mockwx audit: {report.grade.letter}"
    _leave(client, {"kind": "audit", "title": title, "state": "failed" if parts else "passed"}, parts, date)


def _first_difference(result: PlayResult) -> str:
    if result.reason is not None:
        return str(result.reason)
    return next((str(difference.came) for difference in result.every_difference), "")


def _leave(client: ControlClient, verdict: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], date: str) -> None:
    # A mockwx of another version may take none; the verdict has been told here all the same.
    with suppress(MockWxError):
        client.leave_verdict({**verdict, "at": date, "parts": list(parts[:MOST_PARTS])})
