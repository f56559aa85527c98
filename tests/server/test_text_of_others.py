"""Text of others reaches logs, reports and terminals on one line; a name with control characters is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest
import requests

from mockwx import MockWx

UNFIT = ["a\nb", "a\x1b[2Jb", "\x85", "a\u202eb", "a\u2028b", "\x00"]


@pytest.mark.parametrize("name", UNFIT)
def test_no_user_app_or_rule_has_such_a_name(mockwx: MockWx, name: str) -> None:
    control = f"{mockwx.url}/_mockwx"
    asked = [
        requests.post(f"{control}/phone/login", json={"user": name}, timeout=60),
        requests.put(f"{control}/users/{quote(name, safe='')}", json={}, timeout=60),
        requests.put(f"{control}/apps/{quote(name, safe='')}", json={}, timeout=60),
        requests.post(f"{control}/worlds", json={"name": name}, timeout=60),
        requests.post(
            f"{control}/rules", json={"name": name, "when": {"api": "token"}, "then": {"errcode": -1}}, timeout=60
        ),
    ]
    assert [answer.status_code for answer in asked] == [422] * len(asked)
    assert all(line.isprintable() for answer in asked for line in answer.json()["error"].splitlines())
    assert len(mockwx.apps) == 1
    assert mockwx.rules == []
    assert list(requests.get(f"{control}/users", timeout=60).json()) == ["alice", "bob"]


@pytest.mark.parametrize("path", ["/a%0A::error::b", "/%1b[2J", "/%C2%85x", "/%E2%80%AEx", "/##vso[x]"])
def test_a_path_is_one_line_of_the_journal(mockwx: MockWx, path: str) -> None:
    requests.get(mockwx.url + path, timeout=60)
    (line,) = [line for line in mockwx.journal().splitlines() if line.startswith("#1 ")]
    assert line.isprintable()
    assert "##vso[" not in line
    assert len(mockwx.journal().splitlines()) == 1


def test_a_page_for_a_user_of_such_a_name_is_refused(mockwx: MockWx) -> None:
    mockwx.load({"apps": {"shop": {"kind": "miniprogram"}, "club": {"kind": "official"}}})
    app = mockwx.apps["club"].appid
    query = f"appid={app}&redirect_uri=http%3A%2F%2F127.0.0.1%2F&response_type=code&scope=snsapi_base"
    link = f"{mockwx.url_for('open.weixin.qq.com')}/connect/oauth2/authorize?{query}"
    answer = requests.get(f"{link}&mockwx_user=a%1Bb&mockwx_decision=allow", timeout=60, allow_redirects=False)
    assert answer.status_code == 422
    assert answer.json()["where"] == "user"
