"""Web login: state, redirects, QR codes."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.web import (
    callback_twice,
    denied_crash,
    qr_poll_open,
    snapshot_user,
    state_leads_away,
    state_missing,
    state_unbound,
    state_unchecked,
    user_token_out,
    userinfo_refused_crash,
)

CHECKS: tuple[AuditCheck, ...] = (
    state_missing.CHECK,
    state_unchecked.CHECK,
    state_unbound.CHECK,
    state_leads_away.CHECK,
    callback_twice.CHECK,
    snapshot_user.CHECK,
    denied_crash.CHECK,
    userinfo_refused_crash.CHECK,
    user_token_out.CHECK,
    qr_poll_open.CHECK,
)
