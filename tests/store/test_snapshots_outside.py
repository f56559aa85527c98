"""Snapshots as people take them: on the command line, over HTTP and in Python; what is none changes nothing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import forked
import pytest
import requests
from real_redis import RedisServer

from mockwx import MockWx, MockWxError

from .fleet import ENVIRONMENT, Server


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [forked.programs() / "mockwx", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False)


@pytest.fixture
def server(redis_server: RedisServer) -> Iterator[Server]:
    server = Server(redis_server.url(), ("--token", "mine")).start()
    yield server
    server.kill()


def test_a_world_goes_from_memory_to_redis_and_back_through_files(
    mockwx: MockWx, server: Server, tmp_path: Path
) -> None:
    code = mockwx.login("alice")
    mockwx.refuse("code2session", -1, times=1)
    there, back = tmp_path / "there.json", tmp_path / "back.json"
    assert run("snapshot", there, "--url", mockwx.url).stdout == f"{there}\n"
    assert run("restore", there, "--url", server.base, "--token", "mine").returncode == 0
    remote = MockWx.connect(server.base, token="mine")
    assert [each["name"] for each in remote.rules] == [each["name"] for each in mockwx.rules]
    query = {"js_code": code, "grant_type": "authorization_code", "appid": "wx00000000mockshop", "secret": "x"}
    query["secret"] = "mockwx-secret-shop"
    asked = f"{server.base}/sns/jscode2session"
    assert requests.get(asked, params=query, timeout=60).json()["errcode"] == -1
    assert "openid" in requests.get(asked, params=query, timeout=60).json()
    assert run("snapshot", back, "--url", server.base, "--token", "mine").returncode == 0
    mockwx.restore(json.loads(back.read_text()))
    assert requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=60).json()["errcode"] == 40163
    assert [each.errcode for each in mockwx.calls()] == [-1, 0, 40163]


def test_without_a_file_it_is_printed(mockwx: MockWx) -> None:
    found = json.loads(run("snapshot", "--url", mockwx.url).stdout)
    assert found["mockwx_snapshot"] == 1


def test_a_world_of_a_name_is_meant_where_one_is_named(mockwx: MockWx, tmp_path: Path) -> None:
    requests.post(f"{mockwx.url}/_mockwx/worlds", json={"name": "job7"}, timeout=60)
    code = MockWx.connect(mockwx.url, world="job7").login("alice")
    file = tmp_path / "job7.json"
    assert run("snapshot", file, "--url", mockwx.url, "--world", "job7").returncode == 0
    assert code in file.read_text()
    assert code not in json.dumps(mockwx.snapshot())


@pytest.mark.parametrize(
    ("text", "exit_code", "told"),
    [
        ("{", 2, "cannot be read"),
        ("[]", 1, "no snapshot of mockwx"),
        ('{"mockwx_snapshot": 7, "version": "9.1"}', 1, "format 7, made by mockwx 9.1"),
        ('{"mockwx_snapshot": 1}', 1, "broken"),
    ],
)
def test_what_is_no_snapshot_is_told_and_nothing_changes(
    mockwx: MockWx, tmp_path: Path, text: str, exit_code: int, told: str
) -> None:
    mockwx.login("alice")
    before = mockwx.snapshot()
    file = tmp_path / "spoilt.json"
    file.write_text(text)
    ended = run("restore", file, "--url", mockwx.url)
    assert ended.returncode == exit_code
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    after: dict[str, Any] = mockwx.snapshot()
    assert after["tables"] == before["tables"]


def test_a_file_that_is_not_there_is_told(mockwx: MockWx, tmp_path: Path) -> None:
    ended = run("restore", tmp_path / "nothing.json", "--url", mockwx.url)
    assert ended.returncode == 2
    assert "cannot be read" in ended.stderr


def test_a_snapshot_may_be_larger_than_other_bodies(mockwx: MockWx) -> None:
    codes = mockwx.logins(3_000)
    found = mockwx.snapshot()
    assert len(json.dumps(found)) > 1.2 * 1024 * 1024
    mockwx.reset()
    answer = requests.put(f"{mockwx.url}/_mockwx/snapshot", json=found, timeout=60)
    assert answer.status_code == 200, answer.text
    assert codes[-1] in json.dumps(mockwx.snapshot()["tables"]["codes"])


def test_a_snapshot_wants_the_token(server: Server) -> None:
    for method in ("GET", "PUT"):
        assert requests.request(method, f"{server.base}/_mockwx/snapshot", json={}, timeout=60).status_code == 401


def test_python_tells_what_is_no_snapshot(mockwx: MockWx) -> None:
    with pytest.raises(MockWxError, match="no snapshot of mockwx"):
        mockwx.restore({})


@pytest.mark.parametrize("number", [10**18, -(10**18), 10**400, 1e300, float("inf"), float("nan")])
@pytest.mark.parametrize("part", ["now", "numbers", "tables", "journal"])
def test_a_number_that_no_instant_and_no_count_can_be_is_told_and_nothing_changes(
    mockwx: MockWx, part: str, number: float
) -> None:
    code = mockwx.login("alice")
    requests.get(f"{mockwx.url}/sns/jscode2session?js_code={code}", timeout=60)
    snapshot = mockwx.snapshot()
    if part == "tables":
        snapshot["tables"]["codes"][0][2] = number
    elif part == "journal":
        snapshot["journal"][0]["at"] = number
    else:
        snapshot[part] = number
    answer = requests.put(f"{mockwx.url}/_mockwx/snapshot", data=json.dumps(snapshot), timeout=60)
    assert answer.status_code in (400, 422)
    assert "Traceback" not in answer.text
    assert answer.json()["error"].count(" | ") == 1
    assert len(requests.get(f"{mockwx.url}/_mockwx/journal", timeout=60).json()["entries"]) == 1
