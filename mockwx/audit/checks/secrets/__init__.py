"""Secrets: WeChat's keys and tokens where they must not stand."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.secrets import jwt_carries_keys, key_out, secret_out, token_out

CHECKS: tuple[AuditCheck, ...] = (
    secret_out.CHECK,
    key_out.CHECK,
    token_out.CHECK,
    jwt_carries_keys.CHECK,
)
