from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from mockwx.core.wire import Request
from mockwx.core.world import World
from mockwx.scenario.scenario import Scenario
from mockwx.store import port as module
from mockwx.store.port import NoSuchWorld, Store, TooManyWorlds
from mockwx.verbs import VERBS

from .conftest import MakeStore

START = 1_767_225_600_000


def login(worlds: Store, name: str = "", user: str = "alice", wall: int = START) -> str:
    def work(world: World) -> Any:
        return VERBS["phone.login"].do(world, {"user": user}, wall)

    return str(worlds.run(name, work, wall=wall)["code"])


def exchange(worlds: Store, code: str, name: str = "", wall: int = START) -> dict[str, Any]:
    query = {
        "appid": "wx00000000mockshop",
        "secret": "mockwx-secret-shop",
        "js_code": code,
        "grant_type": "authorization_code",
    }
    found = worlds.handle(name, Request("GET", None, "/sns/jscode2session", query), wall=wall)
    return dict(json.loads(found.response.body))


@pytest.fixture
def worlds(new_store: MakeStore) -> Store:
    made = new_store()
    made.put("", Scenario(start=START, frozen=True), wall=START)
    return made


def test_an_unknown_world_is_told_with_the_nearest_name(worlds: Store) -> None:
    worlds.put("payments", Scenario(), wall=START)
    with pytest.raises(NoSuchWorld, match="did you mean 'payments'"):
        worlds.run("payment", lambda world: None, wall=START)
    with pytest.raises(NoSuchWorld):
        worlds.handle("nowhere", Request("GET", None, "/", {}), wall=START)
    with pytest.raises(NoSuchWorld):
        worlds.reset("nowhere", wall=START)
    with pytest.raises(NoSuchWorld):
        worlds.drop("nowhere")
    with pytest.raises(NoSuchWorld):
        worlds.scenario("nowhere")


def test_a_reset_gives_the_same_people_and_other_codes_and_keys(worlds: Store) -> None:
    code = login(worlds)
    before = exchange(worlds, code)
    worlds.reset("", wall=START)
    assert exchange(worlds, code)["errcode"] == 40029
    again = login(worlds)
    after = exchange(worlds, again)
    assert again != code
    assert after["openid"] == before["openid"]
    assert after["unionid"] == before["unionid"]
    assert after["session_key"] != before["session_key"]


def test_no_reset_ever_brings_a_code_back(worlds: Store) -> None:
    codes = set()
    for _ in range(5):
        codes.add(login(worlds))
        worlds.reset("", wall=START)
    assert len(codes) == 5


def test_a_scenario_that_comes_back_brings_no_code_back(worlds: Store) -> None:
    first, second = Scenario(start=START), Scenario(start=START + 1)
    codes = []
    for scenario in (first, second, first, second, first):
        worlds.put("", scenario, wall=START)
        codes.append(login(worlds))
    assert len(set(codes)) == 5


def test_the_same_series_gives_the_same_codes_in_another_process(new_store: MakeStore) -> None:
    codes = set()
    for _ in range(2):
        worlds = new_store()
        worlds.put("", Scenario(start=START), wall=START, series="tests/test_login.py::test_login")
        codes.add(login(worlds))
    assert len(codes) == 1


def test_a_reset_empties_the_journal_and_brings_the_clock_back(worlds: Store) -> None:
    advance = VERBS["clock.advance"]
    worlds.run("", lambda world: advance.do(world, {"by": "1h"}, START), wall=START)
    exchange(worlds, "nothing")
    worlds.reset("", wall=START)
    assert worlds.run("", lambda world: list(world.journal), wall=START) == []
    assert worlds.run("", lambda world: world.clock.now(START), wall=START) == START


def test_two_worlds_do_not_see_each_other(worlds: Store) -> None:
    worlds.put("other", Scenario(start=START), wall=START, series="other")
    code = login(worlds)
    assert exchange(worlds, code, "other")["errcode"] == 40029
    assert "openid" in exchange(worlds, code)
    lengths = [worlds.run(name, lambda world: len(list(world.journal)), wall=START) for name in ("", "other")]
    assert lengths == [1, 1]
    worlds.drop("other")
    assert worlds.names() == [""]


def test_the_number_of_worlds_is_bounded(worlds: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORLDS", 3)
    worlds.put("a", Scenario(), wall=START)
    worlds.put("b", Scenario(), wall=START)
    with pytest.raises(TooManyWorlds, match="3 worlds"):
        worlds.put("c", Scenario(), wall=START)
    worlds.put("b", Scenario(), wall=START)
    worlds.drop("a")
    worlds.put("c", Scenario(), wall=START)
    assert sorted(worlds.names()) == ["", "b", "c"]


def test_the_journal_is_bounded(new_store: MakeStore) -> None:
    worlds = new_store(journal_size=10)
    worlds.put("", Scenario(), wall=START)
    for _ in range(30):
        exchange(worlds, "nothing")
    numbers = worlds.run("", lambda world: [each.number for each in world.journal], wall=START)
    assert numbers == list(range(21, 31))


def test_eight_threads_spend_each_code_once(worlds: Store) -> None:
    codes = [login(worlds, user=f"u{nth % 7}") for nth in range(60)]
    together = threading.Barrier(8)
    answers: list[dict[str, Any]] = []

    def work() -> None:
        together.wait()
        for code in codes:
            answers.append(exchange(worlds, code))  # noqa: PERF401  a thread that fails shows what it had

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 480
    assert sum("openid" in answer for answer in answers) == 60
    assert sum(answer.get("errcode") == 40163 for answer in answers) == 420
    numbers = worlds.run("", lambda world: [each.number for each in world.journal], wall=START)
    assert numbers == list(range(1, 481))
