"""The lab: what a probe gets to act on the backend, and to see what came of it."""

from __future__ import annotations

from mockwx.audit.lab.audit_state import (
    LIMIT,
    AuditBudgetSpent,
    AuditedProcess,
    AuditState,
    Learnt,
    ProcessEnd,
    SecretSeen,
)
from mockwx.audit.lab.lab import FRESH, ActionOrder, Lab
from mockwx.audit.lab.login_proof import session_names
from mockwx.audit.lab.missing_needs import why_missing
from mockwx.audit.lab.person import LabPerson
from mockwx.audit.lab.seen import ActionSeen, LoginSeen
from mockwx.scenario.steps import Extra

__all__ = [
    "FRESH",
    "LIMIT",
    "ActionOrder",
    "ActionSeen",
    "AuditBudgetSpent",
    "AuditState",
    "AuditedProcess",
    "Extra",
    "Lab",
    "LabPerson",
    "Learnt",
    "LoginSeen",
    "ProcessEnd",
    "SecretSeen",
    "session_names",
    "why_missing",
]
