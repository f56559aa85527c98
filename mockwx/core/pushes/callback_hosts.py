"""Callback hosts: where mockwx sends to. This machine, and hosts that were allowed by name, nowhere else."""

from __future__ import annotations

from collections.abc import Collection

from mockwx.core.text.bilingual import both
from mockwx.core.web.authority import is_this_machine, parse_http_url


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    try:
        host = parse_http_url(url).host
    except ValueError:
        return False
    return is_this_machine(host) or host in {name.lower() for name in hosts}


def why_not(url: str) -> str:
    """The sentence for a URL that is not allowed."""
    try:
        host = parse_http_url(url).host
    except ValueError:
        return both(
            f"{url!r} is no address of a callback; write http://HOST:PORT/PATH",
            f"{url!r} 不是回调地址；请写成 http://HOST:PORT/PATH",
        )
    return both(
        f"{host} is not this machine; allow it by name: mockwx serve --callback-host {host}, "
        f"or in Python MockWx(callback_hosts=[{host!r}])",
        f"{host} 不是本机；如需访问，请显式允许：mockwx serve --callback-host {host}，"
        f"或在 Python 中用 MockWx(callback_hosts=[{host!r}])",
    )
