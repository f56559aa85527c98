"""In without WeChat: who logs in whom WeChat never vouched for."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.identity import (
    anonymous_in,
    any_code,
    code_names_the_user,
    dev_door,
    empty_config_mode,
    identity_from_client,
    magic_code,
    null_account,
    other_persons_data,
    outage_opens,
    phone_from_client,
)

CHECKS: tuple[AuditCheck, ...] = (
    any_code.CHECK,
    code_names_the_user.CHECK,
    magic_code.CHECK,
    identity_from_client.CHECK,
    dev_door.CHECK,
    outage_opens.CHECK,
    null_account.CHECK,
    anonymous_in.CHECK,
    other_persons_data.CHECK,
    empty_config_mode.CHECK,
    phone_from_client.CHECK,
)
