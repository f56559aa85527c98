from __future__ import annotations

import pytest

from mockwx.control.answer import ControlError
from mockwx.control.plane import Plane
from mockwx.core.people import accounts
from mockwx.core.people.callback import Callback
from mockwx.core.pushes.deliveries import Push, Pushes
from mockwx.core.pushes.requests import PushRequest
from mockwx.core.tables.counts import Counts
from mockwx.scenario.scenario import Scenario
from mockwx.store.memory.tables import MemoryTables
from mockwx.store.memory.worlds import MemoryWorlds


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
