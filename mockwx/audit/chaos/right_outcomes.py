"""What is right in each class of fault, how bad everything else is, and which check tells of it."""

from __future__ import annotations

from mockwx.audit.chaos.fault_table import ChaosFault, ChaosKind, FaultClass
from mockwx.audit.check import Severity
from mockwx.audit.lab import ActionSeen, LoginSeen
from mockwx.play.answers import UNCLEAR
from mockwx.scenario.backend_actions import outcomes_in

RIGHT: dict[FaultClass, tuple[str, ...]] = {
    FaultClass.PERSON: ("refused",),
    FaultClass.PASSING: ("unavailable", "ok"),
    FaultClass.OURS: ("unavailable",),
    FaultClass.TOKEN: ("ok",),
    FaultClass.UNSURE: ("refused", "unavailable"),
    FaultClass.PROFILE: ("ok", "unavailable", "refused"),
    FaultClass.HARMLESS: ("ok",),
    FaultClass.BROKEN: ("unavailable", "refused"),
}
"""``ok`` in a passing fault is right after a retry that succeeded: nobody is let in without that."""
BLOCKED = "errcode 40226"
OPENS = {ChaosKind.ERRCODE: "any-code", ChaosKind.TEXT: "any-code", ChaosKind.FIELD: "null-account"}


def right_in(fault: ChaosFault) -> tuple[str, ...]:
    right = RIGHT[fault.fault_class]
    # Whoever tries once more where the first try had spent the code is told truly that it is spent.
    return (*right, "refused") if fault.after and fault.fault_class is FaultClass.PASSING else right


def judged(fault: ChaosFault, seen: ActionSeen) -> tuple[Severity | None, str]:
    """How bad it is, None where it is right; and the id of the check that tells of it."""
    outcomes = outcomes_in(seen.outcome)
    if isinstance(seen, LoginSeen) and seen.let_in and not seen.exchanged:
        if fault.fault_class is FaultClass.BROKEN and fault.label.endswith(("session_key", "access_token")):
            return None, ""  # the openid came, and nobody needs the key or the token to know who somebody is
        return Severity.CRITICAL, OPENS.get(fault.kind, "outage-opens")
    if seen.hung:
        return Severity.HIGH, "no-timeout"
    if "crashed" in outcomes:
        if fault.label.startswith(BLOCKED):
            return Severity.MEDIUM, "blocked-crash"
        if fault.fault_class is FaultClass.HARMLESS:
            return Severity.MEDIUM, "field-missing-crash"
        if fault.kind in (ChaosKind.ERRCODE, ChaosKind.TEXT):
            return Severity.MEDIUM, "errcode-unseen"
        return Severity.MEDIUM, "field-missing-crash" if fault.kind is ChaosKind.FIELD else "broken-body-crash"
    if seen.outcome == UNCLEAR or set(outcomes) & set(right_in(fault)):
        return None, ""
    if fault.fault_class is FaultClass.HARMLESS:
        return Severity.MEDIUM, "field-missing-crash"
    if fault.fault_class is FaultClass.TOKEN:
        return Severity.HIGH, "token-not-renewed"
    if "ok" in outcomes:
        # Something succeeded that WeChat had refused; for logins the proof is above.
        return (None, "") if isinstance(seen, LoginSeen) else (Severity.MEDIUM, "errcode-unseen")
    # In other words it is wrong for another reason, which text-matched tells.
    return (None, "") if fault.kind is ChaosKind.TEXT else (Severity.LOW, "wrong-message")
