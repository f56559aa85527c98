"""WeCom: members, outsiders, and several corps."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.wecom import corps_mixed, invisible_crash, key_spelling, outsider_in

CHECKS: tuple[AuditCheck, ...] = (outsider_in.CHECK, key_spelling.CHECK, invisible_crash.CHECK, corps_mixed.CHECK)
