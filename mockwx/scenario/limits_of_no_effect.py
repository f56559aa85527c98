"""Limits that would change nothing: of an api whose calls are not counted, or not in the way that they want."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mockwx.core.text.bilingual import both
from mockwx.products.endpoint_lookup import counts_calls, counts_calls_per, named
from mockwx.products.shared.endpoint import Endpoint
from mockwx.scenario.reading.problems import Finding, Path


def limits_of_no_effect(limits: Mapping[str, Any]) -> Iterator[Finding]:
    """``limits``: of a scenario that need not be sound."""
    for name, said in limits.items():
        endpoint = named(name) if isinstance(name, str) else None
        if endpoint is None:
            continue
        if not counts_calls(endpoint):
            yield Finding(("limits", name), _not_counted(endpoint))
            continue
        for path, limit in _each(("limits", name), said):
            per = limit.get("per")
            if per == "user" and not counts_calls_per(endpoint, "user"):
                yield Finding((*path, "per"), _of_no_user(endpoint))
            elif per == "corp" and not counts_calls_per(endpoint, "corp"):
                yield Finding((*path, "per"), _of_no_corp(endpoint))


def _each(path: Path, said: object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(said, dict):
        yield path, said
    elif isinstance(said, list):
        yield from (((*path, nth), limit) for nth, limit in enumerate(said) if isinstance(limit, dict))


def _not_counted(endpoint: Endpoint) -> str:
    rule = f'{{when: {{api: {endpoint.api}, call: "4.."}}, then: {{errcode: 45009}}}}'
    return both(
        f"calls of {endpoint.api} are not counted, so limits have no effect on it; a rule has: {rule}",
        f"{endpoint.api} 的调用不计次数，limits 对它不起作用；请改用规则：{rule}",
    )


def _of_no_user(endpoint: Endpoint) -> str:
    return both(
        f"a call of {endpoint.api} does not say whose it is, so none counts for a user; write per: app",
        f"{endpoint.api} 的调用不针对某个用户，无法按用户计数；请写 per: app",
    )


def _of_no_corp(endpoint: Endpoint) -> str:
    return both(
        f"per: corp is for apis that are called with the access_token of a WeCom agent, which {endpoint.api} is not; "
        "write per: app",
        f"per: corp 只适用于用企业微信应用的 access_token 调用的接口，{endpoint.api} 不是；请写 per: app",
    )
