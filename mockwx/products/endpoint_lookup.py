"""Endpoint lookup: every endpoint, by route and by name. To add one: in ``ENDPOINTS`` of its product's ``__init__``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mockwx.core.people.accounts import Accounts
from mockwx.core.tokens.quotas import Per
from mockwx.core.web.hosts import HOST_ORDER
from mockwx.core.wire import Request
from mockwx.products import (
    component,
    credential,
    donut,
    miniprogram,
    oauth,
    official,
    qrconnect,
    review,
    suite,
    wecom,
    wxacode,
)
from mockwx.products.shared.checks.quota import CountsCalls
from mockwx.products.shared.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *miniprogram.ENDPOINTS,
    *credential.ENDPOINTS,
    *oauth.ENDPOINTS,
    *qrconnect.ENDPOINTS,
    *official.ENDPOINTS,
    *wxacode.ENDPOINTS,
    *review.ENDPOINTS,
    *wecom.ENDPOINTS,
    *suite.ENDPOINTS,
    *component.ENDPOINTS,
    *donut.ENDPOINTS,
)

_SHARING = tuple(endpoint for endpoint in ENDPOINTS if endpoint.of_kind is not None)
"""They share a path with another endpoint."""
_SHARED = frozenset(endpoint.path for endpoint in _SHARING)
BY_HOST: Mapping[str, Mapping[str, Endpoint]] = MappingProxyType(
    {
        host: MappingProxyType(
            {endpoint.path: endpoint for endpoint in ENDPOINTS if endpoint.host == host and endpoint.of_kind is None}
        )
        for host in HOST_ORDER
    }
)
_PARENTS = {
    endpoint.path.rpartition("/")[0]: endpoint.path for endpoint in ENDPOINTS if endpoint.path_param is not None
}
"""Where the last part of the path is a parameter: what stands before it → the path of the declaration."""
BY_API: Mapping[str, Endpoint] = MappingProxyType({endpoint.api: endpoint for endpoint in ENDPOINTS})


def find(host: str | None, path: str) -> Endpoint | None:
    """The endpoint at a path, of one host or, where none is named, of the first that has it."""
    for name in HOST_ORDER if host is None else (host,):
        endpoint = BY_HOST.get(name, {}).get(path)
        if endpoint is not None:
            return endpoint
    parent, _, last = path.rpartition("/")
    declared = _PARENTS.get(parent) if last else None
    return find(host, declared) if declared not in (None, path) else None


def endpoint_of(accounts: Accounts, request: Request) -> Endpoint | None:
    """The endpoint of a request; where some share a path, the one for the kind of app whose appid is in the query."""
    endpoint = find(request.host, request.path)
    if endpoint is None or endpoint.path not in _SHARED:
        return endpoint
    for sharing in _SHARING:
        if sharing.path == endpoint.path and sharing.host == endpoint.host:
            app = accounts.app(request.query.get("appid", ""))
            if app is not None and app.kind is sharing.of_kind:
                return sharing
    return endpoint


def address_of(endpoint: Endpoint) -> str:
    """Its path, with the host in front where another endpoint answers at the bare path."""
    return endpoint.path if find(None, endpoint.path) is endpoint else f"/{endpoint.host}{endpoint.path}"


ADDRESSES: tuple[str, ...] = tuple(dict.fromkeys(map(address_of, ENDPOINTS)))
"""Where all of them are found, for who looks for the nearest."""


def _names() -> dict[str, Endpoint]:
    names: dict[str, Endpoint] = {}
    whole = [endpoint for endpoint in ENDPOINTS if endpoint.of_kind is None]
    last_parts = [endpoint.path.rsplit("/", 1)[1] for endpoint in whole]
    for endpoint in whole:
        last = endpoint.path.rsplit("/", 1)[1]
        if last_parts.count(last) == 1 and endpoint.path_param is None:
            names[last.lower()] = endpoint
        for name in (address_of(endpoint), f"/{endpoint.host}{endpoint.path}", *endpoint.aka):
            names[name.lower()] = endpoint
    for endpoint in ENDPOINTS:  # an api's own name wins over another's path
        names[endpoint.api.lower()] = endpoint
    return names


_BY_NAME = _names()
NAMES = tuple(_BY_NAME)
"""All names by which an api is known, in lower case."""


def named(name: str) -> Endpoint | None:
    """By api, path, the path's last part where only one has it, or Tencent's own name; upper or lower case."""
    return _BY_NAME.get(name.lower())


def counts_calls(endpoint: Endpoint) -> bool:
    """Whether limits of the world have any effect on it."""
    return any(isinstance(check, CountsCalls) for check in endpoint.checks)


def counts_calls_per(endpoint: Endpoint, per: Per) -> bool:
    """Whether limits have an effect on it that are counted so; calls without a user are not counted for any."""
    match per:
        case "app":
            return counts_calls(endpoint)
        case "user":
            return counts_calls(endpoint) and any(check.finds_user for check in endpoint.checks)
        case "corp":
            return any(isinstance(check, CountsCalls) and check.knows_corps for check in endpoint.checks)
