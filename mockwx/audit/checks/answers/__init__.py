"""Reading WeChat's answers: the chaos matrix."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.answers import (
    broken_body_crash,
    errcode_unseen,
    field_missing_crash,
    needs_errcode_zero,
    rid_lost,
    text_matched,
    text_plain_unread,
    wrong_message,
)

CHECKS: tuple[AuditCheck, ...] = (
    errcode_unseen.CHECK,
    needs_errcode_zero.CHECK,
    text_plain_unread.CHECK,
    broken_body_crash.CHECK,
    field_missing_crash.CHECK,
    text_matched.CHECK,
    wrong_message.CHECK,
    rid_lost.CHECK,
)
