"""Pushes: what comes to the callback in WeChat's name."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.pushes import (
    push_downgraded,
    push_other_app,
    push_replayed,
    push_unsigned,
    push_wrong_person,
    push_xxe,
    ticket_forged,
)

CHECKS: tuple[AuditCheck, ...] = (
    push_unsigned.CHECK,
    push_downgraded.CHECK,
    push_replayed.CHECK,
    push_other_app.CHECK,
    push_xxe.CHECK,
    push_wrong_person.CHECK,
    ticket_forged.CHECK,
)
