"""Sessions: codes that are spent, accounts that are one person's, sessions that nobody else can have."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.sessions import (
    code_lives_on,
    code_spent_again,
    crash_on_odd_code,
    duplicate_accounts,
    jwt_forged,
    same_code_race,
    session_fixed,
    session_guessable,
    session_survives,
    upstream_parameters,
    users_mixed_up,
)

CHECKS: tuple[AuditCheck, ...] = (
    users_mixed_up.CHECK,
    duplicate_accounts.CHECK,
    same_code_race.CHECK,
    code_spent_again.CHECK,
    code_lives_on.CHECK,
    crash_on_odd_code.CHECK,
    upstream_parameters.CHECK,
    session_guessable.CHECK,
    jwt_forged.CHECK,
    session_survives.CHECK,
    session_fixed.CHECK,
)
