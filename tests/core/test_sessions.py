"""How long a session_key is valid, and what renews it."""

from __future__ import annotations

import pytest

from mockwx.core.clock import DAY
from mockwx.core.ids import Ids
from mockwx.core.people.accounts import User, app_called
from mockwx.core.people.sessions import KeyPolicy, Sessions
from mockwx.store.memory.tables import MemoryTables

SHOP, ALICE = app_called("shop"), User("alice")
IDLE = 3 * DAY


@pytest.fixture
def sessions(start: int) -> Sessions:
    sessions = Sessions(MemoryTables(), Ids("seed", "series"), KeyPolicy(idle=IDLE))
    sessions.login(SHOP, ALICE, "oMOCK", None, start)
    return sessions


def test_a_key_that_nobody_uses_ends_to_the_millisecond(sessions: Sessions, start: int) -> None:
    assert sessions.live(SHOP.appid, "alice", start + IDLE - 1) is not None
    assert sessions.live(SHOP.appid, "alice", start + IDLE) is None


def test_a_key_that_wechat_makes_on_its_own_is_valid_as_long_as_any_new_one(sessions: Sessions, start: int) -> None:
    late = start + IDLE - 1
    rotated = sessions.rotate(SHOP.appid, "alice", late)
    assert rotated is not None
    assert rotated.generation == 2
    assert sessions.live(SHOP.appid, "alice", late + IDLE - 1) == rotated
    assert sessions.live(SHOP.appid, "alice", late + IDLE) is None


def test_a_key_that_the_backend_asks_for_ends_when_the_old_one_would_have(sessions: Sessions, start: int) -> None:
    late = start + IDLE - 1
    assert sessions.reset(SHOP.appid, "alice", late) is not None
    assert sessions.live(SHOP.appid, "alice", late) is not None
    assert sessions.live(SHOP.appid, "alice", start + IDLE) is None


def test_nothing_is_made_of_a_key_that_has_ended(sessions: Sessions, start: int) -> None:
    for make in (sessions.rotate, sessions.reset, sessions.touch):
        assert make(SHOP.appid, "alice", start + IDLE) is None
