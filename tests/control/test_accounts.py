"""What the control plane tells of apps, and what it lets one change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockwx.mock import MockWx

CALLBACK = {"url": "http://127.0.0.1:8000/wx", "token": "mocktoken", "aes_key": None, "mode": "plain", "format": "xml"}
SAID: dict[str, dict[str, Any]] = {
    "shop": {"kind": "miniprogram", "owner": "acme", "denied": ["token"], "verified": False, "callback": CALLBACK},
    "club": {"kind": "official", "domain": "www.example.com", "followers": ["bob"], "test_account": True},
    "platform": {"kind": "component", "domain": "www.example.com", "authorizers": ["club"]},
    "corp": {
        "kind": "wecom",
        "members": ["alice", "bob"],
        "userids": {"alice": "zhangsan"},
        "customers": ["carol"],
        "visible": ["alice"],
        "agentid": "1000002",
        "agents": {"agent1000003": {"agentid": "1000003", "secret": "mockwx-secret-crm", "visible": ["bob"]}},
    },
}


@pytest.mark.parametrize("name", SAID)
def test_what_a_file_says_of_an_app_is_told_again_in_the_same_words(mockwx: MockWx, name: str) -> None:
    users = {user: {} for user in ("alice", "bob", "carol")}
    mockwx.load({"mockwx": 1, "apps": SAID, "users": users})
    told = json.loads(json.dumps(mockwx.client.app(name)))
    assert {key: told[key] for key in SAID[name] if key != "agents"} == {
        key: value for key, value in SAID[name].items() if key != "agents"
    }
    for agent, said in SAID[name].get("agents", {}).items():
        assert told["agents"][agent] | said == told["agents"][agent]


def test_what_is_told_of_members_and_authorizers_can_be_said_again(mockwx: MockWx) -> None:
    mockwx.load({"mockwx": 1, "apps": SAID, "users": {"alice": {}, "bob": {}, "carol": {}}})
    for name, keys in (
        ("corp", ("members", "userids", "customers", "visible", "agents")),
        ("platform", ("authorizers",)),
    ):
        told = mockwx.client.app(name)
        assert mockwx.client.put_app(name, **{key: told[key] for key in keys}) == told
