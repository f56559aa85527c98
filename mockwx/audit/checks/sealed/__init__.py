"""Sealed data and phone numbers: what the phone sealed, and what only WeChat can have said."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.sealed import (
    decrypt_tells,
    phone_code_for_nobody,
    phone_code_unbound,
    phone_moves_account,
    plus_gets_lost,
    rawdata_trusted,
    sealed_bits_flipped,
    sealed_replayed,
    stale_key_crash,
    watermark_unchecked,
)

CHECKS: tuple[AuditCheck, ...] = (
    watermark_unchecked.CHECK,
    stale_key_crash.CHECK,
    decrypt_tells.CHECK,
    sealed_bits_flipped.CHECK,
    sealed_replayed.CHECK,
    plus_gets_lost.CHECK,
    phone_code_unbound.CHECK,
    phone_code_for_nobody.CHECK,
    phone_moves_account.CHECK,
    rawdata_trusted.CHECK,
)
