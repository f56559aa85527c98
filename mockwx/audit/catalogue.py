"""The catalogue: every check in the order of reports; ``--list``, documentation and SARIF's rules are made of it."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks import (
    accounts,
    answers,
    identity,
    pushes,
    resilience,
    sealed,
    secrets,
    sessions,
    tokens,
    web,
    wecom,
)

CATALOGUE: tuple[AuditCheck, ...] = (
    *identity.CHECKS,
    *sessions.CHECKS,
    *secrets.CHECKS,
    *sealed.CHECKS,
    *answers.CHECKS,
    *resilience.CHECKS,
    *tokens.CHECKS,
    *accounts.CHECKS,
    *web.CHECKS,
    *wecom.CHECKS,
    *pushes.CHECKS,
)
BY_ID = {check.id: check for check in CATALOGUE}
