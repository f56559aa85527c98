"""Limits of a scenario: each api that takes them refuses by them, whatever else it checks."""

from __future__ import annotations

import pytest

from mockwx.core.tokens.quotas import Quota
from mockwx.core.wire import Request
from mockwx.products.endpoint_lookup import counts_calls, named
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.worlds import MemoryWorlds


@pytest.mark.parametrize(
    ("api", "query", "errcode"),
    [
        (
            "token",
            {"grant_type": "client_credential", "appid": "wx00000000mockshop", "secret": "mockwx-secret-shop"},
            45009,
        ),
        ("gettoken", {"corpid": "ww1", "corpsecret": "x"}, 40013),
        ("clear_quota", {"access_token": "x"}, 40001),
    ],
)
def test_a_limit_refuses_exactly_where_it_is_taken(api: str, query: dict[str, str], errcode: int) -> None:
    endpoint = named(api)
    assert endpoint is not None
    worlds = MemoryWorlds()
    worlds.put("", Scenario(limits={api: (Quota(0, "day"),)}), wall=0)
    body = b"{}" if endpoint.method == "POST" else b""
    request = Request(endpoint.method, endpoint.host, endpoint.path, query, body=body, content_length=len(body))
    assert worlds.handle("", request, wall=0).errcode == errcode
    assert counts_calls(endpoint) is (errcode == 45009)
