"""States: what became of a check, and why."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from mockwx.audit.finding import AuditFinding
from mockwx.core.text.bilingual import Text

EMPTY = Text.alike("")


class State(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOTE = "note"
    """Something to tell, which is never graded."""
    NOT_TESTED = "not tested"
    """It applies to this backend, but could not be tried."""
    NOT_APPLICABLE = "not applicable"
    """This backend cannot have the flaw."""
    FLAKY = "flaky"
    """Seen once of two times."""
    ERROR = "error"
    """The audit's fault, or the backend was gone."""
    ACCEPTED = "accepted"
    """Every finding of it is in the baseline."""

    @property
    def tested(self) -> bool:
        """Whether anything was learnt."""
        return self in (State.PASS, State.FAIL, State.NOTE, State.FLAKY, State.ACCEPTED)


class ProbeResult(Struct, frozen=True):
    """What a probe answers; made by the functions below."""

    state: State
    reason: Text = EMPTY
    findings: tuple[AuditFinding, ...] = ()


def passed(reason: Text = EMPTY) -> ProbeResult:
    """``reason``: what was seen, such as how many codes were refused."""
    return ProbeResult(State.PASS, reason)


def failed(findings: Sequence[AuditFinding]) -> ProbeResult:
    """With nothing in ``findings`` it is passed; with notes alone it is a note."""
    if not findings:
        return passed()
    graded = any(finding.severity != "note" for finding in findings)
    return ProbeResult(State.FAIL if graded else State.NOTE, EMPTY, tuple(findings))


def not_tested(reason: Text) -> ProbeResult:
    return ProbeResult(State.NOT_TESTED, reason)


def not_applicable(reason: Text) -> ProbeResult:
    return ProbeResult(State.NOT_APPLICABLE, reason)


class CheckResult(Struct, frozen=True):
    """One check of the catalogue in one audit."""

    check: str
    """Its id."""
    state: State
    reason: Text = EMPTY
    """Empty where the findings say it all."""
    findings: tuple[AuditFinding, ...] = ()
    """Those that count."""
    accepted: tuple[AcceptedFinding, ...] = ()
    """Those that the baseline accepts; they are in no grade."""
    consequence_of: str = ""
    """The id of the failing check of which this one's failure is a consequence."""
    seconds: float = 0.0


class AcceptedFinding(Struct, frozen=True):
    finding: AuditFinding
    reason: str
    """In the words of whoever accepted it."""
    until: str
    """ISO 8601 date; on the day after it the finding is back. Empty: no end was said."""
    by: str = ""
