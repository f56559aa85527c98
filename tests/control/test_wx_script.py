"""What a phone that runs JavaScript is told of its world."""

from __future__ import annotations

import pytest
import requests

from mockwx import MockWx


def about(mockwx: MockWx, **query: str) -> requests.Response:
    return requests.get(f"{mockwx.url}/_mockwx/phone/about", query, timeout=60)


@pytest.mark.mockwx(
    {"clock": {"start": "2026-01-01T08:00:00+08:00", "mode": "frozen"}, "users": {"old": {"base_library": "2.9.0"}}}
)
def test_a_phone_knows_its_app_its_base_library_and_the_time(mockwx: MockWx) -> None:
    assert about(mockwx, user="old").json() == {
        "user": "old",
        "appid": "wx00000000mockshop",
        "base_library": "2.9.0",
        "unix": 1767225600,
        "relays": [],
    }


def test_who_was_only_asked_about_is_not_made(mockwx: MockWx) -> None:
    assert about(mockwx, user="nobody").json()["base_library"] == "3.8.0"
    assert "nobody" not in requests.get(f"{mockwx.url}/_mockwx/users", timeout=60).json()


def test_an_app_that_is_not_there_is_refused_with_those_that_are(mockwx: MockWx) -> None:
    answer = about(mockwx, user="alice", app="shoop")

    assert answer.status_code == 404
    assert "shop" in answer.json()["error"]
