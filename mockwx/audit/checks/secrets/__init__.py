"""Secrets: WeChat's keys and tokens where they must not stand."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck

CHECKS: tuple[AuditCheck, ...] = ()
