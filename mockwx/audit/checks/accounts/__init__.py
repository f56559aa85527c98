"""Who is who: people and apps told apart."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck

CHECKS: tuple[AuditCheck, ...] = ()
