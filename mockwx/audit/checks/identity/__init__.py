"""In without WeChat: who logs in whom WeChat never vouched for."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck

CHECKS: tuple[AuditCheck, ...] = ()
