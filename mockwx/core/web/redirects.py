"""Redirects: where a login leads back to, and what it brings there."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

_KEPT = "%:/?#[]@!$&'()*+,;=-._~"


def host_of(url: str) -> str | None:
    """The host of an absolute http or https URL, in lower case and without a port; None if it is none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in ("http", "https") and host else None


def site_of(url: str) -> str | None:
    """As ``host_of``, with the port where the URL has one."""
    host = host_of(url)
    if host is None:
        return None
    try:
        port = urlsplit(url).port
    except ValueError:
        return None
    return host if port is None else f"{host}:{port}"


def appended(url: str, params: Mapping[str, str]) -> str:
    """``url`` with the parameters at its very end, after a fragment too: so the page of the QR code does it."""
    added = "&".join(f"{name}={quote(value, safe='')}" for name, value in params.items())
    return quote(f"{url}{'&' if '?' in url else '?'}{added}", safe=_KEPT)


def with_params(url: str, params: Mapping[str, str]) -> str:
    """``url`` with the parameters after its own and before its fragment, fit for a header."""
    before, mark, fragment = url.partition("#")
    added = "&".join(f"{name}={quote(value, safe='')}" for name, value in params.items())
    joint = "" if before[-1:] in ("?", "&") else "&" if "?" in before else "?"
    return quote(f"{before}{joint}{added}{mark}{fragment}", safe=_KEPT)
