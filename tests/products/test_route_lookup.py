"""Route lookup: what is found without loading every product is what would have been found with all."""

from __future__ import annotations

import pytest
from cases import each_case

from mockwx.core.journal.journal import RingJournal
from mockwx.core.people.accounts import App, Kind
from mockwx.core.web.hosts import HOST_ORDER
from mockwx.core.wire import Request
from mockwx.products import credential, endpoint_lookup, miniprogram, route_lookup
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_build import build
from mockwx.store.memory.tables import MemoryTables

PATHS = sorted(
    {each.path.replace("{uuid}", "0123456789abcdef") for each in endpoint_lookup.ENDPOINTS} | {"/", "/sns/nothing"}
)
HOSTS = (None, *HOST_ORDER, "example.com")


def test_a_path_leads_to_the_same_endpoint_on_every_host_as_among_all_endpoints() -> None:
    with each_case() as case:
        for path in PATHS:
            for host in HOSTS:
                with case(host, path):
                    assert route_lookup.find(host, path) is endpoint_lookup.find(host, path)


@pytest.mark.parametrize("kind", Kind)
def test_an_app_of_any_kind_means_the_same_endpoint_as_among_all_endpoints(kind: Kind) -> None:
    scenario = Scenario(apps=(App("mine", "wx0123456789abcdef", "secret", kind),))
    accounts = build(scenario, MemoryTables(), RingJournal(1), wall=0, series="test").accounts
    with each_case() as case:
        for path in PATHS:
            for host in HOSTS:
                request = Request("GET", host, path, {"appid": "wx0123456789abcdef"})
                with case(host, path):
                    assert route_lookup.endpoint_of(accounts, request) is endpoint_lookup.endpoint_of(accounts, request)


def test_what_a_mini_program_calls_is_found_without_the_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint_lookup, "find", None)
    for each in (*miniprogram.ENDPOINTS, *credential.ENDPOINTS):
        assert route_lookup.find(each.host, each.path) is route_lookup.find(None, each.path) is each


def test_the_endpoints_of_a_host_are_those_of_the_catalog() -> None:
    for host in HOST_ORDER:
        there = [each for each in endpoint_lookup.ENDPOINTS if each.host == host and each.of_kind is None]
        assert list(route_lookup.of_host(host).values()) == there


def test_the_long_polls_are_the_endpoints_with_patience() -> None:
    assert {each.path for each in endpoint_lookup.ENDPOINTS if each.patience is not None} == route_lookup.LONG_POLLS
