"""What all apis ask that are called with a component_access_token and JSON."""

from __future__ import annotations

from mockwx.core import errcodes as e
from mockwx.core.errcodes import Evidence
from mockwx.products.shared.check import Check
from mockwx.products.shared.checks import (
    HasBody,
    KnownPlatform,
    LivePlatformToken,
    Method,
    Permitted,
    Present,
    RegisteredIp,
    WithinQuota,
)

GATE: tuple[Check, ...] = (
    Method(wanted=("POST",)),
    LivePlatformToken(alone=True, gateway=True),
    RegisteredIp(evidence=Evidence.DOCUMENTED),
    Permitted(evidence=Evidence.DOCUMENTED),
    WithinQuota(evidence=Evidence.DOCUMENTED),
    HasBody(evidence=Evidence.DOCUMENTED),
    Present("component_appid", e.component.MISSING_COMPONENT_APPID, evidence=Evidence.DOCUMENTED),
    KnownPlatform(alone=True),
)
BY_RULE = (e.common.SYSTEM_ERROR, e.component.COMPONENT_TOKEN_EXPIRED)
ORDER = "the order of the checks"
OTHER_PLATFORM = "a component_appid that is not the token's is 61011"
