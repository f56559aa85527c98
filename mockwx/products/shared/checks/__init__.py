"""The questions that several products ask. Those of one product alone are in its own ``checks.py``."""

from mockwx.products.shared.checks.apps import AllowedIp, KnownApp, Permitted, SecretMatches, SecretNotFrozen, Verified
from mockwx.products.shared.checks.authorisation_links import LeadsBack, NotBanned, ScopeAllowed
from mockwx.products.shared.checks.codes import LiveCode, NoJscode, NotBlocked
from mockwx.products.shared.checks.openids import KnownOpenid
from mockwx.products.shared.checks.params import HasBody, Method, OneOf, Present
from mockwx.products.shared.checks.platforms import AuthorizedPlatform, GrantedToPlatform
from mockwx.products.shared.checks.quota import WithinQuota
from mockwx.products.shared.checks.tokens import LiveRefreshToken, LiveToken
from mockwx.products.shared.checks.wecom_links import AppOfLink, ShortState, Visitor

__all__ = [
    "AllowedIp",
    "AppOfLink",
    "AuthorizedPlatform",
    "GrantedToPlatform",
    "HasBody",
    "KnownApp",
    "KnownOpenid",
    "LeadsBack",
    "LiveCode",
    "LiveRefreshToken",
    "LiveToken",
    "Method",
    "NoJscode",
    "NotBanned",
    "NotBlocked",
    "OneOf",
    "Permitted",
    "Present",
    "ScopeAllowed",
    "SecretMatches",
    "SecretNotFrozen",
    "ShortState",
    "Verified",
    "Visitor",
    "WithinQuota",
]
