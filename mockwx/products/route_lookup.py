"""Route lookup: the endpoint that a request means, without loading every product where it is one of a mini program's.

Most servers serve nothing else. To load the rest takes 25 to 30 ms of processor time, a tenth of what a server needs to
its first answer (``make bench``: "first answer after start"), so that is left until it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from mockwx.core.people.accounts import Accounts
from mockwx.core.text.did_you_mean import did_you_mean, nearest
from mockwx.core.web.hosts import API_HOST
from mockwx.core.wire import Request
from mockwx.products import credential, miniprogram
from mockwx.products.shared.endpoint import Endpoint

_AT_HAND = {endpoint.path: endpoint for endpoint in (*miniprogram.ENDPOINTS, *credential.ENDPOINTS)}
_THERE = frozenset((None, API_HOST))
"""Their host, which is also what a request means that names none."""
OF_TWO_HOSTS = frozenset(("/cgi-bin/user/get",))
"""Paths at which WeChat and WeCom tell of quite different things; which is meant is seen in the call where it names no
host. Elsewhere WeChat's host is meant."""
LONG_POLLS = frozenset(("/connect/l/qrconnect", "/wwopen/sso/l/qrConnect"))
"""The paths of the endpoints that have patience, which are not loaded to be asked."""


def find(host: str | None, path: str) -> Endpoint | None:
    """As :func:`mockwx.products.endpoint_lookup.find`."""
    if host in _THERE and (endpoint := _AT_HAND.get(path)) is not None:
        return endpoint
    from mockwx.products import endpoint_lookup

    return endpoint_lookup.find(host, path)


def endpoint_of(accounts: Accounts, request: Request) -> Endpoint | None:
    """As :func:`mockwx.products.endpoint_lookup.endpoint_of`."""
    if request.host in _THERE and (endpoint := _AT_HAND.get(request.path)) is not None:
        return endpoint
    return _endpoint_of_any()(accounts, request)


@cache
def _endpoint_of_any() -> Callable[[Accounts, Request], Endpoint | None]:
    """``endpoint_lookup``'s own. Kept, for each call of another product would look the module up again."""
    from mockwx.products.endpoint_lookup import endpoint_of

    return endpoint_of


def hint(request: Request) -> str:
    """How a sentence about a path where nothing lives ends: the nearest path, or whose it is."""
    from mockwx.products import endpoint_lookup

    if (endpoint := endpoint_lookup.find(None, request.path)) is not None:
        return f"; it is one of {endpoint.host}"
    paths = endpoint_lookup.ADDRESSES
    inside = next((path for path in paths if request.path.endswith(path)), None)
    guess = nearest(request.path[:200], paths) if inside is None else inside
    return did_you_mean(None if guess is None else repr(guess))[0]


def of_host(host: str) -> Mapping[str, Endpoint]:
    """All endpoints of a host, by path."""
    from mockwx.products import endpoint_lookup

    return endpoint_lookup.BY_HOST[host]
