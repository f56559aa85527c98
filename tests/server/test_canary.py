"""The canary URL: whoever asks for it is in the journal, with the query as it came."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
import requests

from mockwx import MockWx

Ask = Callable[..., requests.Response]


@pytest.fixture
def entries(mockwx: MockWx) -> Callable[[], list[dict[str, Any]]]:
    return lambda: list(mockwx.client.call("GET", "journal")["entries"])


def ask(method: str, url: str, **more: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, timeout=60, **more)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
def test_a_hit_is_in_the_journal_by_whatever_method(
    mockwx: MockWx, entries: Callable[[], list[dict[str, Any]]], method: str
) -> None:
    answer = ask(method, f"{mockwx.url}/_mockwx/canary/avatar/1.png?a=1", headers={"User-Agent": "fetcher/1"})

    assert (answer.status_code, answer.content) == (200, b"")
    (entry,) = entries()
    assert entry["api"] == "canary"
    assert entry["request"]["method"] == method
    assert entry["request"]["path"] == "/_mockwx/canary/avatar/1.png"
    assert "fetcher/1" in entry["reason"]
    assert [call.number for call in mockwx.calls("canary")] == [entry["number"]]


def test_hits_belong_to_the_world_of_the_url(mockwx: MockWx) -> None:
    mockwx.client.call("POST", "worlds", {"name": "other"})

    ask("GET", f"{mockwx.url}/~other/_mockwx/canary/x")

    assert mockwx.calls("canary") == []
    assert len(mockwx.client.in_world("other").journal("canary")) == 1
    assert ask("GET", f"{mockwx.url}/~nobody/_mockwx/canary/x").status_code == 404


def test_no_token_and_no_origin_keeps_a_backend_from_it(mockwx: MockWx) -> None:
    headers = {"Host": "backend.example", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    assert ask("GET", f"{mockwx.url}/_mockwx/canary/x", headers=headers).status_code == 200


def test_a_hit_is_waited_for_like_a_call(mockwx: MockWx) -> None:
    ask("GET", f"{mockwx.url}/_mockwx/canary/x")

    assert mockwx.wait("canary")[0].request["path"] == "/_mockwx/canary/x"


def test_the_query_is_in_the_journal_as_it_came(mockwx: MockWx, entries: Callable[[], list[dict[str, Any]]]) -> None:
    raw = "js_code=A%2Bb+c&appid=wx1&js_code=second&mockwx=canary&&x"

    ask("GET", f"{mockwx.url}/sns/jscode2session?{raw}")

    request = entries()[0]["request"]
    assert request["raw_query"] == raw
    assert request["query"]["js_code"] == "A+b c"


@pytest.mark.parametrize("name", ["secret", "access_token", "%73ecret", "SECRET"])
def test_secrets_in_the_raw_query_are_masked_in_each_repetition(
    mockwx: MockWx, entries: Callable[[], list[dict[str, Any]]], name: str
) -> None:
    # Not by requests, which would spell the name as usual.
    urllib.request.urlopen(
        f"{mockwx.url}/sns/jscode2session?{name}=mockwx-secret-shop&a=1&{name}=mockwx-secret-twice", timeout=60
    ).close()

    assert entries()[0]["request"]["raw_query"] == f"{name}=mockwx***&a=1&{name}=mockwx***"
