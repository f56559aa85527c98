"""``do``: something happens inside WeChat just before an answer that is WeChat's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .calls import FROZEN, exchange_of, phone_number_of, token
from .wire import speak

if TYPE_CHECKING:
    from mockwx import MockWx

pytestmark = pytest.mark.mockwx(FROZEN)


def log_in(mockwx: MockWx, user: str = "alice") -> Any:
    return speak(mockwx, exchange_of(mockwx, mockwx.login(user))).json


def test_the_answer_of_a_login_brings_the_key_that_was_just_rotated(mockwx: MockWx) -> None:
    first = log_in(mockwx)["session_key"]
    assert log_in(mockwx)["session_key"] == first  # within the window a login keeps the key
    mockwx.rule("code2session", user="alice", times=1, do=["wechat.rotate_session_key"])
    rotated = log_in(mockwx)["session_key"]
    assert rotated != first
    assert log_in(mockwx)["session_key"] == rotated


def test_it_happens_to_the_user_of_the_call_and_to_nobody_else(mockwx: MockWx) -> None:
    keys = {user: log_in(mockwx, user)["session_key"] for user in ("alice", "bob")}
    mockwx.rule("code2session", user="alice", do=["wechat.rotate_session_key"])
    assert log_in(mockwx, "bob")["session_key"] == keys["bob"]
    assert log_in(mockwx, "alice")["session_key"] != keys["alice"]
    assert log_in(mockwx, "bob")["session_key"] == keys["bob"]


@pytest.mark.parametrize("deed", ["bob", {"user": "bob"}])
def test_it_happens_to_whom_it_names(mockwx: MockWx, deed: object) -> None:
    key = log_in(mockwx, "bob")["session_key"]
    mockwx.rule("code2session", user="alice", do=[{"wechat.rotate_session_key": deed}])
    log_in(mockwx, "alice")
    assert log_in(mockwx, "bob")["session_key"] != key


def test_a_user_who_is_blocked_meanwhile_is_refused_by_this_very_answer(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="now", call=1, do=["wechat.block_user"])
    code = mockwx.login("alice")
    assert speak(mockwx, exchange_of(mockwx, code)).json["errcode"] == 40226
    (entry,) = mockwx.calls("code2session")
    assert (entry.errcode, entry.fault) == (40226, "after wechat.block_user")
    assert entry.reason is not None
    assert entry.reason.endswith("; the rule now says so: after wechat.block_user")


def test_a_token_that_is_revoked_meanwhile_is_40001_and_leaves_the_code_alive(mockwx: MockWx) -> None:
    code = mockwx.user("alice").get_phone_number()["code"]
    mockwx.rule("getuserphonenumber", call=1, do=["wechat.revoke_token"])
    assert speak(mockwx, phone_number_of(code, token(mockwx))).json["errcode"] == 40001
    assert speak(mockwx, phone_number_of(code, token(mockwx))).json["errcode"] == 0


def test_another_holder_fetches_a_token_meanwhile_and_the_old_one_lives_five_minutes_more(mockwx: MockWx) -> None:
    old = token(mockwx)
    mockwx.rule("getuserphonenumber", call=1, do=[{"wechat.other_holder": {"app": "shop"}}])
    alice = mockwx.user("alice")
    assert speak(mockwx, phone_number_of(alice.get_phone_number()["code"], old)).json["errcode"] == 0
    mockwx.advance("5m1s")
    assert speak(mockwx, phone_number_of(alice.get_phone_number()["code"], old)).json["errcode"] == 40001


def test_several_deeds_happen_in_order(mockwx: MockWx) -> None:
    deeds = ["wechat.block_user", {"wechat.block_user": {"blocked": False}}]
    mockwx.rule("code2session", do=deeds)
    assert "openid" in log_in(mockwx)
    (entry,) = mockwx.calls("code2session")
    assert (entry.errcode, entry.fault) == (0, "after wechat.block_user, wechat.block_user")


def test_what_could_not_be_done_is_told_and_the_answer_is_wechats_all_the_same(mockwx: MockWx) -> None:
    mockwx.rule("code2session", name="early", do=[{"wechat.rotate_session_key": "bob"}])
    assert "session_key" in log_in(mockwx)
    (entry,) = mockwx.calls("code2session")
    assert entry.errcode == 0
    assert entry.reason is not None
    assert "wechat.rotate_session_key was not done: bob has no live session in shop" in entry.reason


def test_what_needs_a_user_is_not_done_where_a_call_is_about_nobody(mockwx: MockWx) -> None:
    mockwx.rule("token", do=["wechat.rotate_session_key"])
    assert token(mockwx)
    (entry,) = mockwx.calls("token")
    assert entry.reason is not None
    assert "wechat.rotate_session_key was not done: wechat.rotate_session_key needs 'user'" in entry.reason


def test_the_code_is_spent_whatever_was_done_before(mockwx: MockWx) -> None:
    log_in(mockwx)
    mockwx.rule("code2session", times=1, do=["wechat.rotate_session_key"])
    request = exchange_of(mockwx, mockwx.login("alice"))
    assert "openid" in speak(mockwx, request).json
    assert speak(mockwx, request).json["errcode"] == 40163
