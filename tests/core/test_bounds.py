from __future__ import annotations

import pytest

from mockwx.control.answer import ControlError
from mockwx.control.control_routes import ControlPlane
from mockwx.core.clock import DAY, HOUR, MINUTE
from mockwx.core.people import accounts
from mockwx.core.people.callback import Callback
from mockwx.core.pushes.deliveries import Push, Pushes
from mockwx.core.pushes.requests import PushRequest
from mockwx.core.tables.counts import Counts
from mockwx.core.web import qrcodes
from mockwx.core.wire import Request
from mockwx.scenario.scenario import Scenario
from mockwx.store import port
from mockwx.store.memory import worlds as memory
from mockwx.store.memory.tables import MemoryTables
from mockwx.store.memory.worlds import MemoryWorlds
from mockwx.store.port import NoSuchWorld, TooManyWorlds


def test_a_world_makes_only_so_many_users_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "MOST_USERS", 3)
    worlds = MemoryWorlds()
    worlds.put("", Scenario(), wall=0)
    plane = ControlPlane(worlds, lambda: 0, lambda: "http://127.0.0.1")

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


def test_where_any_app_is_welcome_the_last_ones_are_kept_and_one_that_went_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accounts, "MOST_MADE_APPS", 4)
    world = MemoryWorlds().put("", Scenario(any_app=True), wall=0)
    declared = {app.appid for app in world.accounts.apps()}
    openid = world.accounts.openid(world.accounts.app_or_any("wx1"), world.accounts.user_made("alice"))  # type: ignore[arg-type]
    for number in range(2, 10):
        world.accounts.app_or_any(f"wx{number}")
        world.accounts.app_or_any("wx2")  # in use all the time
    assert {app.appid for app in world.accounts.apps()} - declared == {"wx2", "wx7", "wx8", "wx9"}
    assert declared <= {app.appid for app in world.accounts.apps()}
    again = world.accounts.app_or_any("wx1")
    assert again is not None
    assert world.accounts.openid(again, world.accounts.user_made("alice")) == openid


def test_the_bodies_of_all_worlds_are_bounded_the_longest_idle_go_and_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = MemoryWorlds()
    call = Request("GET", None, "/cgi-bin/token", {})
    for minute, name in enumerate(("", "job1", "job2", "empty")):
        worlds.put(name, Scenario(), wall=minute * MINUTE)
        if name != "empty":
            worlds.handle(
                name, Request("POST", None, "/cgi-bin/stable_token", {}, body=b"x" * 1_500), wall=minute * MINUTE
            )
    assert worlds.names() == ["", "job1", "job2", "empty"]
    monkeypatch.setattr(memory, "MOST_BYTES", 4_000)
    worlds.handle("", call, wall=HOUR)
    assert worlds.names() == ["", "job2", "empty"]
    with pytest.raises(NoSuchWorld, match=r"others needed its memory.*\| .*内存须让给别的"):
        worlds.handle("job1", call, wall=HOUR)


def test_a_world_that_is_in_use_does_not_go_for_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_BYTES", 1)
    worlds = MemoryWorlds()
    for name in ("", "job1"):
        worlds.put(name, Scenario(), wall=0)
        worlds.handle(name, Request("POST", None, "/cgi-bin/stable_token", {}, body=b"x" * 1_500), wall=HOUR)
    worlds.handle("", Request("GET", None, "/cgi-bin/token", {}), wall=HOUR + MINUTE - 1)
    assert worlds.names() == ["", "job1"]
