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
from mockwx.audit.lab.login_way import (
    ACCESS_TOKEN,
    USERINFO,
    LoginKind,
    LoginWay,
    is_scanned,
    kind_of,
    link_for,
    query_of,
)
from mockwx.audit.lab.missing_needs import why_beside, why_missing
from mockwx.audit.lab.person import LabPerson
from mockwx.audit.lab.seen import ActionSeen, LoginSeen
from mockwx.scenario.steps import Extra

__all__ = [
    "ACCESS_TOKEN",
    "FRESH",
    "LIMIT",
    "USERINFO",
    "ActionOrder",
    "ActionSeen",
    "AuditBudgetSpent",
    "AuditState",
    "AuditedProcess",
    "Extra",
    "Lab",
    "LabPerson",
    "Learnt",
    "LoginKind",
    "LoginSeen",
    "LoginWay",
    "ProcessEnd",
    "SecretSeen",
    "is_scanned",
    "kind_of",
    "link_for",
    "query_of",
    "session_names",
    "why_beside",
    "why_missing",
]
