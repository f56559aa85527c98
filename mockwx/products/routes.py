"""Routes: the endpoint that a request means. What a mini program calls is at hand, the rest is loaded when first asked
for: most servers serve nothing else, and should start fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from mockwx.core.people.accounts import Accounts
from mockwx.core.web.hosts import API_HOST
from mockwx.core.wire import Request
from mockwx.products import credential, miniprogram
from mockwx.products.shared.endpoint import Endpoint

_AT_HAND = {each.path: each for each in (*miniprogram.ENDPOINTS, *credential.ENDPOINTS)}
_THERE = frozenset((None, API_HOST))
"""Where they live; a request that names no host means this one first."""
LONG_POLLS = frozenset(("/connect/l/qrconnect",))
"""The paths of the endpoints that have patience, which are not loaded to be asked."""


def find(host: str | None, path: str) -> Endpoint | None:
    """The endpoint at a path, of one host or, where none is named, of the first that has it."""
    if host in _THERE and (found := _AT_HAND.get(path)) is not None:
        return found
    from mockwx.products import catalog

    return catalog.find(host, path)


def meant(accounts: Accounts, request: Request) -> Endpoint | None:
    """The endpoint of a request; where some share a path, the one for the kind of app whose appid is in the query."""
    if request.host in _THERE and (found := _AT_HAND.get(request.path)) is not None:
        return found
    return _rest()(accounts, request)


@cache
def _rest() -> Callable[[Accounts, Request], Endpoint | None]:
    """The whole catalog's way to do so. Kept, for Python takes long to import even what it has loaded."""
    from mockwx.products.catalog import meant

    return meant


def of_host(host: str) -> Mapping[str, Endpoint]:
    """All endpoints of a host, by path."""
    from mockwx.products import catalog

    return catalog.BY_HOST[host]
