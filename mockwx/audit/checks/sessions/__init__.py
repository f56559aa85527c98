"""Codes, accounts and sessions: mixed up, guessed, forged or made twice."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck

CHECKS: tuple[AuditCheck, ...] = ()
