"""Who is who: what tells accounts apart, and what people call themselves."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.accounts import (
    appid_from_client,
    apps_mixed,
    avatar_fetched,
    emoji_crash,
    keyed_by_nickname,
    markup_kept,
    openid_case_folded,
    unionid_splits,
)

CHECKS: tuple[AuditCheck, ...] = (
    keyed_by_nickname.CHECK,
    unionid_splits.CHECK,
    apps_mixed.CHECK,
    appid_from_client.CHECK,
    openid_case_folded.CHECK,
    emoji_crash.CHECK,
    markup_kept.CHECK,
    avatar_fetched.CHECK,
)
