"""Findings as scenario files: each fails under ``mockwx run`` while the flaw is there, and passes once it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import yaml

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.finding import AuditFinding
from mockwx.audit.reports.words import Checks, again, title_of

_UNFIT = re.compile(r"[^a-z0-9]+")


def scenario_files(report: AuditReport, checks: Checks) -> Iterator[tuple[str, str]]:
    """Name and text of each; findings that no scenario can say have none."""
    for finding in report.findings:
        if finding.scenario is not None:
            yield (
                f"{finding.check}--{_UNFIT.sub('-', finding.cause.lower()).strip('-')}.yaml",
                _text(report, finding, checks),
            )


def _text(report: AuditReport, finding: AuditFinding, checks: Checks) -> str:
    title = title_of(finding, checks)
    head = [title.en, title.zh, again(report, finding)]
    comment = "".join(f"# {' '.join(line.split())}\n" for line in dict.fromkeys(head))
    return comment + as_yaml(finding.scenario or {})


def as_yaml(scenario: Mapping[str, Any]) -> str:
    """As people write it: in order, without anchors, with the version of the language."""
    text: str = yaml.dump(
        {"mockwx": 1, **msgspec.to_builtins(scenario)},
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    return text


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        del data
        return True
