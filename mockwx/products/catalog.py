"""The catalog: every endpoint, by route and by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mockwx.products import credential, miniprogram
from mockwx.products.endpoint import API_HOST, Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (*miniprogram.ENDPOINTS, *credential.ENDPOINTS)

HOSTS: Mapping[str, str] = MappingProxyType(
    {
        API_HOST: API_HOST,
        "api2.weixin.qq.com": API_HOST,
        "sh.api.weixin.qq.com": API_HOST,
        "sz.api.weixin.qq.com": API_HOST,
        "hk.api.weixin.qq.com": API_HOST,
        "qyapi.weixin.qq.com": "qyapi.weixin.qq.com",
        "open.weixin.qq.com": "open.weixin.qq.com",
    }
)
"""Every host that is WeChat's, and the one whose endpoints it answers with."""
HOST_ORDER = (API_HOST, "qyapi.weixin.qq.com", "open.weixin.qq.com")
"""Whose path it is where a request names no host."""

BY_HOST: Mapping[str, Mapping[str, Endpoint]] = MappingProxyType(
    {host: MappingProxyType({each.path: each for each in ENDPOINTS if each.host == host}) for host in HOST_ORDER}
)
_ANYWHERE = {path: found for host in reversed(HOST_ORDER) for path, found in BY_HOST[host].items()}
BY_API: Mapping[str, Endpoint] = MappingProxyType({each.api: each for each in ENDPOINTS})


def find(host: str | None, path: str) -> Endpoint | None:
    """The endpoint at a path, of one host or, where none is named, of the first that has it."""
    return (_ANYWHERE if host is None else BY_HOST.get(host, {})).get(path)


def _names() -> dict[str, Endpoint]:
    names: dict[str, Endpoint] = {}
    last_parts = [each.path.rsplit("/", 1)[1] for each in ENDPOINTS]
    for each in ENDPOINTS:
        last = each.path.rsplit("/", 1)[1]
        if last_parts.count(last) == 1:
            names[last.lower()] = each
        for name in (each.path, *each.aka):
            names[name.lower()] = each
    for each in ENDPOINTS:  # an api's own name wins over another's path
        names[each.api.lower()] = each
    return names


_BY_NAME = _names()


def named(name: str) -> Endpoint | None:
    """By api, path, the path's last part where only one has it, or Tencent's own name; upper or lower case."""
    return _BY_NAME.get(name.lower())
