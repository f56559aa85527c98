"""Redirects: where a login leads back to, and what it brings there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from mockwx.core.web.authority import parse_http_url

_KEPT = "%:/?#[]@!$&'()*+,;=-._~"


def host_of(url: str) -> str | None:
    """The host of an absolute http or https URL, in lower case and without a port; None if it is none."""
    try:
        return parse_http_url(url).host
    except ValueError:
        return None


def site_of(url: str) -> str | None:
    """As ``host_of``, with the port where the URL has one."""
    try:
        parsed = parse_http_url(url)
    except ValueError:
        return None
    has_port = re.search(r":[0-9]+\Z", parsed.authority) is not None
    host = f"[{parsed.host}]" if ":" in parsed.host else parsed.host
    return f"{host}:{parsed.port}" if has_port else host


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
