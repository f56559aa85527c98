from __future__ import annotations

import pytest

from mockwx.control.answer import ControlError
from mockwx.control.plane import Plane
from mockwx.core.clock import DAY, HOUR, MINUTE
from mockwx.core.people import accounts
from mockwx.core.people.callback import Callback
from mockwx.core.pushes.deliveries import Push, Pushes
from mockwx.core.pushes.requests import PushRequest
from mockwx.core.tables.counts import Counts
from mockwx.core.web import qrcodes
from mockwx.scenario.scenario import Scenario
from mockwx.store import port
from mockwx.store.memory.tables import MemoryTables
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.port import NoSuchWorld, TooManyWorlds


def test_a_world_makes_only_so_many_users_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "MOST_USERS", 3)
    worlds = MemoryWorlds()
    worlds.put("", Scenario(), wall=0)
    plane = Plane(worlds, lambda: 0, lambda: "http://127.0.0.1")

    for name in ("carol", "dave", "erin", "erin", "alice"):
        plane.call("POST", "phone/login", body={"user": name})
    with pytest.raises(ControlError, match="users already") as refused:
        plane.call("POST", "phone/login", body={"user": "frank"})

    assert refused.value.status == 409
    assert plane.call("POST", "phone/login", body={"user": "erin"}).value["errMsg"] == "login:ok"


def test_a_world_keeps_its_last_thousand_pushes() -> None:
    open_table = MemoryTables()
    pushes = Pushes(open_table, Counts(open_table))
    callback, request = Callback("http://127.0.0.1/", "token"), PushRequest("POST", "http://127.0.0.1/")
    for _ in range(1_003):
        number = pushes.next_number()
        pushes.add(Push(number, 0, "user_info_modified", "shop", "wx0", callback, request, "", ("success",)))
    assert [push.number for push in pushes.all()] == list(range(4, 1_004))


def test_an_app_keeps_its_last_qr_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qrcodes, "MOST_QRCODES", 3)
    worlds = MemoryWorlds()
    world = worlds.put("", Scenario(), wall=0)
    made = [world.qrcodes.make("wx0", "snsapi_login", "http://127.0.0.1/", "", 0).uuid for _ in range(5)]
    others = world.qrcodes.make("wx1", "snsapi_login", "http://127.0.0.1/", "", 0)
    assert [world.qrcodes.find(uuid) is not None for uuid in made] == [False, False, True, True, True]
    assert world.qrcodes.find(others.uuid) is not None


def test_a_world_that_nobody_uses_for_a_week_goes_and_whoever_asks_for_it_is_told() -> None:
    worlds = MemoryWorlds()
    for name in ("", "job1", "job2"):
        worlds.put(name, Scenario(), wall=0)
    worlds.run("job2", lambda world: None, wall=DAY)
    worlds.put("job3", Scenario(), wall=7 * DAY)
    assert worlds.names() == ["", "job2", "job3"]
    with pytest.raises(NoSuchWorld, match=r"'job1' is gone: nobody had used it for long.*\| .*长时间无人使用"):
        worlds.run("job1", lambda world: None, wall=7 * DAY)
    worlds.put("job1", Scenario(), wall=7 * DAY)
    worlds.run("job1", lambda world: None, wall=7 * DAY)


def test_where_there_are_as_many_worlds_as_may_be_the_longest_idle_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "MOST_WORLDS", 3)
    worlds = MemoryWorlds()
    for minute, name in enumerate(("", "job1", "job2")):
        worlds.put(name, Scenario(), wall=minute * MINUTE)
    with pytest.raises(TooManyWorlds):
        worlds.put("job3", Scenario(), wall=HOUR)
    worlds.put("job3", Scenario(), wall=HOUR + 2 * MINUTE)
    assert worlds.names() == ["", "job2", "job3"]
