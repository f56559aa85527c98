"""People are new in every play, unless the scenario wants the same ones."""

from __future__ import annotations

from typing import Any

import pytest

from mockwx.play.new_people import with_new_people
from mockwx.scenario.scenario_parsing import parse_scenario

from .conftest import LOGIN, Play
from .good_backend import Backend

USERS = {"alice": {"phone": "13800000001"}, "bob": None}
SHOWS = {
    "backend.login": {"code": "x"},
    "expect": {"never_contains": ["13800000001"], "json": {"$.a": "+8613800000001"}},
}


def test_phone_numbers_are_others_wherever_the_scenario_names_them() -> None:
    renewed = with_new_people({"users": USERS, "steps": [SHOWS]}, "one")
    phone = renewed["users"]["alice"]["phone"]
    assert phone != "13800000001"
    assert phone.startswith("1700")
    assert len(phone) == 11
    assert renewed["steps"][0]["expect"] == {"never_contains": [phone], "json": {"$.a": f"+86{phone}"}}
    assert with_new_people({"users": USERS}, "two")["users"]["alice"]["phone"] != phone
    assert USERS["alice"] == {"phone": "13800000001"}


def test_who_is_there_without_being_declared_is_new_as_well() -> None:
    scenario = parse_scenario({"mockwx": 1, **with_new_people({}, "one")}).scenario
    assert scenario is not None
    assert [(user.name, user.nickname) for user in scenario.users] == [("alice", "小明"), ("bob", "大宝")]
    assert not {user.phone for user in scenario.users} & {"13800000001", "13800000002"}


@pytest.mark.parametrize(
    "scenario", [{"seed": 5}, {"rules": [{"when": {"api": "token", "chance": 0.5}, "then": {"errcode": -1}}]}]
)
def test_a_scenario_with_a_seed_or_with_chance_keeps_its_people(scenario: dict[str, Any]) -> None:
    assert with_new_people({"users": USERS, **scenario}, "one") == {"users": USERS, **scenario}


def test_a_backend_that_keeps_its_accounts_meets_nobody_twice(told: Play, backend: Backend) -> None:
    told(LOGIN)
    told(LOGIN)
    assert len(backend.users) == 2
