"""Secrets: WeChat's keys and tokens where they must not stand."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.secrets import (
    debug_page_tells,
    error_tells,
    goes_elsewhere,
    jwt_carries_keys,
    key_from_client,
    key_out,
    log_keeps,
    plain_http,
    secret_out,
    tls_unchecked,
    token_out,
)

CHECKS: tuple[AuditCheck, ...] = (
    secret_out.CHECK,
    key_out.CHECK,
    token_out.CHECK,
    key_from_client.CHECK,
    error_tells.CHECK,
    log_keeps.CHECK,
    debug_page_tells.CHECK,
    tls_unchecked.CHECK,
    plain_http.CHECK,
    goes_elsewhere.CHECK,
    jwt_carries_keys.CHECK,
)
