"""access_token: one for all, fetched in time and by one."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.tokens import (
    expires_in_ignored,
    token_forced,
    token_gap,
    token_herd,
    token_loop,
    token_not_renewed,
    token_per_call,
)

CHECKS: tuple[AuditCheck, ...] = (
    token_per_call.CHECK,
    token_herd.CHECK,
    token_not_renewed.CHECK,
    token_loop.CHECK,
    token_forced.CHECK,
    expires_in_ignored.CHECK,
    token_gap.CHECK,
)
