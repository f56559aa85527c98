"""A server that starts on a Redis with worlds joins them, and says so where they are not its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from real_redis import RedisServer

from .fleet import Server, soon

SCENARIO = "mockwx: 1\nname: {name}\napps:\n  {name}: {{kind: miniprogram}}\n"


@pytest.fixture
def url(redis_server: RedisServer) -> str:
    return redis_server.url()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def started(stack: ExitStack, url: str, *arguments: str, from_nothing: bool = False) -> Server:
    server = Server(url, arguments, from_nothing=from_nothing)
    stack.callback(server.kill)
    return server.start()


def test_a_second_server_joins_the_world_that_is_there(stack: ExitStack, url: str) -> None:
    code = started(stack, url).control("POST", "phone/login", {"user": "alice"})["code"]
    second = started(stack, url, from_nothing=True)
    assert second.control("GET", "clock")
    again = second.control("POST", "phone/login", {"user": "alice"})["code"]
    assert again != code
    assert second.stop() == (0, "")


def test_a_world_outlives_its_servers(stack: ExitStack, url: str) -> None:
    first = started(stack, url)
    first.control("POST", "rules", {"name": "kept", "when": {"api": "code2session"}, "then": {"errcode": -1}})
    first.stop()
    second = started(stack, url)
    assert [each["name"] for each in second.control("GET", "rules")["rules"]] == ["kept"]


def test_a_world_of_another_scenario_is_joined_with_a_warning_in_both_languages(
    stack: ExitStack, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SCENARIO.format(name="first"))
    started(stack, url, str(file))
    file.write_text(SCENARIO.format(name="second"))
    second = started(stack, url, str(file))
    assert list(second.control("GET", "apps")) == ["first"]
    code, said = second.stop()
    assert code == 0
    assert "joined as it is; --fresh begins it anew" in said
    assert "按现状加入" in said


def test_fresh_begins_the_world_anew_for_all_servers(stack: ExitStack, url: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SCENARIO.format(name="first"))
    first = started(stack, url, str(file))
    file.write_text(SCENARIO.format(name="second"))
    second = started(stack, url, "--fresh", str(file))
    assert list(first.control("GET", "apps")) == list(second.control("GET", "apps")) == ["second"]
    assert second.stop() == (0, "")


def test_a_scenario_that_changes_begins_anew_for_all_servers_once(stack: ExitStack, url: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SCENARIO.format(name="first"))
    servers = [started(stack, url, "--watch", str(file)) for _ in range(2)]
    file.write_text(SCENARIO.format(name="second"))
    assert soon(lambda: "second" in servers[0].control("GET", "apps"))
    time.sleep(1.2)  # both have looked by now
    code = servers[0].control("POST", "phone/login", {"user": "alice"})["code"]
    time.sleep(1.2)
    assert "second" in servers[1].control("GET", "apps")
    assert servers[1].control("GET", "users/alice")["openids"].keys() == {"second"}
    assert len(code) == 32
    assert len(servers[1].control("GET", "journal")["entries"]) == 0
