"""access_token: fetched, shared and renewed."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck

CHECKS: tuple[AuditCheck, ...] = ()
