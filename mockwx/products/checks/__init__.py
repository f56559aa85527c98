"""The questions that WeChat asks, each a small frozen value; an endpoint lists them in WeChat's order."""

from mockwx.products.checks.apps import (
    AllowedIp,
    KnownApp,
    MayFetchToken,
    Permitted,
    SecretMatches,
    SecretNotFrozen,
    Verified,
)
from mockwx.products.checks.codes import LiveCode, NotBlocked
from mockwx.products.checks.params import HasBody, Method, OneOf, Present
from mockwx.products.checks.quota import WithinQuota
from mockwx.products.checks.sessions import KnownOpenid, Signed
from mockwx.products.checks.tokens import LiveToken

__all__ = [
    "AllowedIp",
    "HasBody",
    "KnownApp",
    "KnownOpenid",
    "LiveCode",
    "LiveToken",
    "MayFetchToken",
    "Method",
    "NotBlocked",
    "OneOf",
    "Permitted",
    "Present",
    "SecretMatches",
    "SecretNotFrozen",
    "Signed",
    "Verified",
    "WithinQuota",
]
