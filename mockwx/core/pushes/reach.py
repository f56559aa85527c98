"""Reach: which hosts mockwx sends to. This machine, and hosts that were allowed by name, nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from mockwx.core.text.bilingual import both


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    if host == "localhost" or host.endswith(".localhost") or host in {each.lower() for each in hosts}:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def why_not(url: str) -> str:
    """The sentence for a URL that is not allowed."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return both(
        f"{host} is not this machine; allow it by name: mockwx serve --callback-host {host}, "
        f"or in Python MockWx(callback_hosts=[{host!r}])",
        f"{host} 不是本机；如需访问，请显式允许：mockwx serve --callback-host {host}，"
        f"或在 Python 中用 MockWx(callback_hosts=[{host!r}])",
    )
