"""The questions that WeChat asks, each a small frozen value; an endpoint lists them in WeChat's order.

Those of one product alone are imported from their modules.
"""

from mockwx.products.shared.checks.apps import (
    AllowedIp,
    KnownApp,
    MayFetchToken,
    Permitted,
    RegisteredIp,
    SecretMatches,
    SecretNotFrozen,
    Verified,
)
from mockwx.products.shared.checks.codes import LiveCode, NotBlocked
from mockwx.products.shared.checks.component import (
    AuthorizedPlatform,
    GrantedToPlatform,
    KnownPlatform,
    LiveLent,
    LivePlatformToken,
    NoPlatform,
)
from mockwx.products.shared.checks.params import HasBody, Method, OneOf, Present
from mockwx.products.shared.checks.quota import WithinQuota
from mockwx.products.shared.checks.sessions import KnownOpenid, Signed
from mockwx.products.shared.checks.tokens import LiveToken

__all__ = [
    "AllowedIp",
    "AuthorizedPlatform",
    "GrantedToPlatform",
    "HasBody",
    "KnownApp",
    "KnownOpenid",
    "KnownPlatform",
    "LiveCode",
    "LiveLent",
    "LivePlatformToken",
    "LiveToken",
    "MayFetchToken",
    "Method",
    "NoPlatform",
    "NotBlocked",
    "OneOf",
    "Permitted",
    "Present",
    "RegisteredIp",
    "SecretMatches",
    "SecretNotFrozen",
    "Signed",
    "Verified",
    "WithinQuota",
]
