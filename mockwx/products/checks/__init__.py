"""The questions that WeChat asks, each a small frozen value; an endpoint lists them in WeChat's order."""

from mockwx.products.checks.apps import (
    AllowedIp,
    KnownApp,
    MayFetchToken,
    Permitted,
    RegisteredIp,
    SecretMatches,
    SecretNotFrozen,
    Verified,
)
from mockwx.products.checks.codes import LiveCode, NotBlocked
from mockwx.products.checks.component import (
    AuthorizedPlatform,
    GrantedToPlatform,
    KnownPlatform,
    LiveLent,
    LivePlatformToken,
    NoPlatform,
)
from mockwx.products.checks.oauth import LiveRefreshToken, LiveUserToken, MayAskProfile, NoJscode, OpenidOfToken
from mockwx.products.checks.pages import Follows, LeadsBack, NotBanned, NotTooOften, OfKind, ScopeAllowed
from mockwx.products.checks.params import HasBody, Method, OneOf, Present
from mockwx.products.checks.qrcodes import Confirmed, OfQrCode
from mockwx.products.checks.quota import WithinQuota
from mockwx.products.checks.sessions import KnownOpenid, Signed
from mockwx.products.checks.tokens import LiveToken

__all__ = [
    "AllowedIp",
    "AuthorizedPlatform",
    "Confirmed",
    "Follows",
    "GrantedToPlatform",
    "HasBody",
    "KnownApp",
    "KnownOpenid",
    "KnownPlatform",
    "LeadsBack",
    "LiveCode",
    "LiveLent",
    "LivePlatformToken",
    "LiveRefreshToken",
    "LiveToken",
    "LiveUserToken",
    "MayAskProfile",
    "MayFetchToken",
    "Method",
    "NoJscode",
    "NoPlatform",
    "NotBanned",
    "NotBlocked",
    "NotTooOften",
    "OfKind",
    "OfQrCode",
    "OneOf",
    "OpenidOfToken",
    "Permitted",
    "Present",
    "RegisteredIp",
    "ScopeAllowed",
    "SecretMatches",
    "SecretNotFrozen",
    "Signed",
    "Verified",
    "WithinQuota",
]
