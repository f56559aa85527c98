"""Time, retries and quotas."""

from __future__ import annotations

from mockwx.audit.check import AuditCheck
from mockwx.audit.checks.resilience import (
    blocked_crash,
    does_not_recover,
    garbage_costs_a_call,
    hopeless_retried,
    no_timeout,
    one_stops_all,
    retry_storm,
    throttled_harder,
)

CHECKS: tuple[AuditCheck, ...] = (
    one_stops_all.CHECK,
    no_timeout.CHECK,
    retry_storm.CHECK,
    throttled_harder.CHECK,
    hopeless_retried.CHECK,
    blocked_crash.CHECK,
    garbage_costs_a_call.CHECK,
    does_not_recover.CHECK,
)
