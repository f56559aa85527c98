"""The baseline: causes that somebody has decided to live with, each with a reason and mostly with an end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import yaml
from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.check_results import AcceptedFinding, CheckResult, State
from mockwx.audit.finding import AuditFinding
from mockwx.audit.grade import grade
from mockwx.audit.reports.words import Checks
from mockwx.core.text.bilingual import Text, both
from mockwx.scenario.audit_settings import Acceptance
from mockwx.scenario.language.audit_models import AcceptedEntry
from mockwx.scenario.language.base_entry import BaseEntry, required
from mockwx.scenario.language.names import ANYBODY
from mockwx.scenario.language.pydantic_errors import check
from mockwx.scenario.language.value_types import VersionOne
from mockwx.scenario.reading.problems import ScenarioError
from mockwx.scenario.reading.use_merging import read_file

WRITTEN_FOR = timedelta(days=90)
"""How long what ``--write-baseline`` writes is accepted: until then somebody must have looked."""
UNREASONED = "TODO: say why"
_HEAD = """\
# Findings of `mockwx audit --backend {backend}` that are accepted for now. Each needs a reason; on the day after
# `until` it is back. Give it with --baseline.
# 暂时接受的问题。每条都要写明理由；过了 until 那天，问题会重新出现。用 --baseline 指定本文件。
"""


class BaselineFile(BaseEntry):
    mockwx: VersionOne = required("Version of the file's language: 1", "文件语言的版本：1", examples=(1,))
    accept: Annotated[list[AcceptedEntry], Field(max_length=1000)] = required(
        "Findings that are known and accepted",
        "已知并接受的问题",
        examples=([{"id": "code-lives-on", "reason": "the gateway in front checks it", "until": "2027-01-31"}],),
    )


class Sifted(Struct, frozen=True):
    """Results of which what is accepted is set apart."""

    results: tuple[CheckResult, ...]
    unused: tuple[str, ...]
    """Ids of entries that no finding needs any more."""
    ended: tuple[str, ...]
    """Ids of entries whose last day is over, and whose findings are back."""


def read_baseline(path: Path, *, unreasoned: bool = False) -> tuple[Acceptance, ...]:
    """``unreasoned``: entries of which nobody has said yet why are left away.

    :raises ScenarioError: every problem of the file, with its line; also an entry without a reason.
    """
    document = read_file(path)
    if document.broken or document.problems:
        raise ScenarioError(document.problems)
    entry, findings = check(BaselineFile, document.value, ANYBODY, spelled=lambda place: document.place.at(place).text)
    if entry is None or findings:
        raise ScenarioError(
            document.place.problem(problem.path, problem.what, at_key=problem.at_key) for problem in findings
        )
    for index, accepted in enumerate(entry.accept):
        if accepted.reason == UNREASONED and not unreasoned:
            what = both("say why this is accepted, in place of TODO", "请写明接受的理由，代替 TODO")
            raise ScenarioError([document.place.problem(("accept", index, "reason"), what)])
    return tuple(Acceptance(**item.model_dump()) for item in entry.accept if item.reason != UNREASONED)


def with_baseline(report: AuditReport, accepted: Sequence[Acceptance], today: date, checks: Checks) -> AuditReport:
    """The report with what is accepted set apart, and graded anew."""
    outcome = sifted(report.results, accepted, today)
    ended = told_of_ended(outcome.ended)
    return replace(
        report,
        results=outcome.results,
        grade=grade(outcome.results, checks),
        unused_baseline=outcome.unused,
        remarks=(*report.remarks, *(() if ended is None else (ended,))),
    )


def sifted(results: Sequence[CheckResult], accepted: Sequence[Acceptance], today: date) -> Sifted:
    """Notes need no entry: they lower nothing. What was not tried says nothing about its entry."""
    used: set[int] = set()
    kept = tuple(_sift(result, accepted, today, used) for result in results)
    failing = {finding.check for result in kept for finding in result.findings}
    untried = {result.check for result in results if not result.state.tested}
    ended = dict.fromkeys(
        acceptance.id for acceptance in accepted if _has_ended(acceptance, today) and acceptance.id in failing
    )
    unused = dict.fromkeys(
        acceptance.id
        for index, acceptance in enumerate(accepted)
        if index not in used and acceptance.id not in untried and acceptance.id not in ended
    )
    return Sifted(kept, tuple(unused), tuple(ended))


def baseline_of(report: AuditReport, accepted: Sequence[Acceptance], today: date) -> str:
    """The file that accepts what the report found, one entry for each cause; reasons that were given stay."""
    last_day = (today + WRITTEN_FOR).isoformat()
    entries = []
    for finding in [
        *report.findings,
        *(accepted_finding.finding for result in report.results for accepted_finding in result.accepted),
    ]:
        known = next(
            (acceptance for acceptance in accepted if _fits(acceptance, finding) and not _has_ended(acceptance, today)),
            None,
        )
        entry = {
            "id": finding.check,
            "cause": finding.fingerprint,
            "reason": known.reason if known is not None else UNREASONED,
            "until": known.until if known is not None and known.until else last_day,
        }
        if known is not None and known.by:
            entry["by"] = known.by
        entries.append(entry)
    body = yaml.safe_dump({"mockwx": 1, "accept": entries}, allow_unicode=True, sort_keys=False, width=120)
    return _HEAD.format(backend=report.backend_file or report.backend) + body


def told_of_ended(ended: Sequence[str]) -> Text | None:
    """That what was accepted is back."""
    if not ended:
        return None
    names = ", ".join(ended)
    return Text(f"no longer accepted, for its last day is over: {names}", f"已过期，不再接受：{names}")


def _sift(result: CheckResult, accepted: Sequence[Acceptance], today: date, used: set[int]) -> CheckResult:
    if result.state is not State.FAIL:
        return result
    counting: list[AuditFinding] = []
    aside: list[AcceptedFinding] = list(result.accepted)
    for finding in result.findings:
        index = next(
            (
                index
                for index, acceptance in enumerate(accepted)
                if _fits(acceptance, finding) and not _has_ended(acceptance, today)
            ),
            None,
        )
        if index is None:
            counting.append(finding)
            continue
        used.add(index)
        entry = accepted[index]
        aside.append(AcceptedFinding(finding, entry.reason, entry.until or "", entry.by or ""))
    if len(aside) == len(result.accepted):
        return result
    graded = any(finding.severity != "note" for finding in counting)
    return replace(
        result,
        state=State.FAIL if graded else State.ACCEPTED,
        findings=tuple(counting),
        accepted=tuple(aside),
    )


def _fits(entry: Acceptance, finding: AuditFinding) -> bool:
    return entry.id == finding.check and entry.cause in (None, finding.fingerprint)


def _has_ended(entry: Acceptance, today: date) -> bool:
    return entry.until is not None and date.fromisoformat(entry.until) < today
