"""In without WeChat: who logs in whom WeChat never vouched for."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.identity import (
    any_code,
    code_names_the_user,
    identity_from_client,
    magic_code,
    null_account,
    outage_opens,
)

CHECKS: tuple[AuditCheck, ...] = (
    any_code.CHECK,
    code_names_the_user.CHECK,
    magic_code.CHECK,
    identity_from_client.CHECK,
    outage_opens.CHECK,
    null_account.CHECK,
)
