"""wx.login, wx.checkSession and wx.pluginLogin, and what each does to the session_key."""

from __future__ import annotations

import re

import pytest

from mockwx.core.people.sessions import KeyPolicy

from .phones import CAFE, DAY, HOUR, MINUTE, SECOND, TODAY, Phones, opened

EXPIRED = {"errMsg": "checkSession:fail 系统错误，错误码：-13001,session time out, need relogin"}


def test_a_login_gives_a_code_and_login_ok() -> None:
    told = Phones().do("phone.login", user="alice")
    assert list(told) == ["code", "errMsg"]
    assert told["errMsg"] == "login:ok"
    assert re.fullmatch(r"0[A-Za-z0-9]{31}", told["code"])


def test_many_codes_come_at_once_and_are_all_different() -> None:
    told = Phones().do("phone.login", user="alice", count=50)
    assert list(told) == ["codes", "errMsg"]
    assert len(set(told["codes"])) == 50


def test_many_codes_are_spread_over_a_crowd() -> None:
    phones = Phones()
    codes = phones.do("phone.login", count=10, people=3)["codes"]
    users = [phones.world.codes.find(code).user for code in codes]
    assert users == ["u0", "u1", "u2", "u0", "u1", "u2", "u0", "u1", "u2", "u0"]


def test_the_first_mini_program_is_meant_where_none_is_named() -> None:
    phones = Phones(TODAY, CAFE)
    code = phones.do("phone.login", user="alice")["code"]
    assert phones.world.codes.find(code).appid == phones.app.appid
    for name in ("cafe", CAFE.appid):
        code = phones.do("phone.login", user="alice", app=name)["code"]
        assert phones.world.codes.find(code).appid == CAFE.appid


def test_checkSession_fails_before_the_first_login() -> None:
    assert Phones().do("phone.checkSession", user="alice") == EXPIRED


def test_checkSession_passes_after_a_login() -> None:
    phones = Phones()
    phones.do("phone.login", user="alice")
    assert phones.do("phone.checkSession", user="alice") == {"errMsg": "checkSession:ok"}


def test_checkSession_is_stale_once_wechat_has_rotated_the_key_and_passes_after_the_next_login() -> None:
    phones = Phones()
    phones.do("phone.login", user="alice")
    phones.do("wechat.rotate_session_key", user="alice")
    assert phones.do("phone.checkSession", user="alice") == EXPIRED
    phones.do("phone.login", user="alice")
    assert phones.checks()


def test_a_session_belongs_to_one_app() -> None:
    phones = Phones(TODAY, CAFE)
    phones.do("phone.login", user="alice")
    assert phones.do("phone.checkSession", user="alice", app="cafe") == EXPIRED


# Policies of the session_key


def keys_of_two_logins(policy: KeyPolicy, apart: int) -> bool:
    """Whether the second login, so much later, has made another key."""
    phones = Phones(key_policy=policy)
    first = phones.log_in()["session_key"]
    phones.wait(apart)
    return phones.log_in()["session_key"] != first


@pytest.mark.parametrize("apart", [0, 9 * MINUTE, DAY])
def test_policy_never_keeps_the_key_at_every_login(apart: int) -> None:
    assert not keys_of_two_logins(KeyPolicy("never"), apart)


@pytest.mark.parametrize("apart", [0, SECOND, DAY])
def test_policy_always_makes_a_key_at_every_login(apart: int) -> None:
    assert keys_of_two_logins(KeyPolicy("always"), apart)


def test_policy_window_keeps_the_key_until_the_window_is_over_to_the_millisecond() -> None:
    policy = KeyPolicy("window", window=10 * MINUTE)
    assert not keys_of_two_logins(policy, 10 * MINUTE - 1)
    assert keys_of_two_logins(policy, 10 * MINUTE)


def test_the_window_is_ten_minutes_where_nothing_is_said() -> None:
    assert not keys_of_two_logins(KeyPolicy(), 10 * MINUTE - 1)
    assert keys_of_two_logins(KeyPolicy(), 10 * MINUTE)


def test_the_window_runs_from_the_key_s_birth_and_not_from_the_last_login() -> None:
    phones = Phones(key_policy=KeyPolicy("window", window=10 * MINUTE))
    first = phones.log_in()["session_key"]
    phones.wait(6 * MINUTE)
    assert phones.log_in()["session_key"] == first
    phones.wait(4 * MINUTE)
    assert phones.log_in()["session_key"] != first


def test_an_idle_key_expires_to_the_millisecond_and_the_next_login_makes_another_whatever_the_policy() -> None:
    assert not keys_of_two_logins(KeyPolicy("never", idle=HOUR), HOUR - 1)
    assert keys_of_two_logins(KeyPolicy("never", idle=HOUR), HOUR)


def test_checkSession_fails_at_exactly_the_idle_time() -> None:
    phones = Phones(key_policy=KeyPolicy(idle=HOUR))
    phones.do("phone.login", user="alice")
    phones.wait(HOUR)
    assert phones.do("phone.checkSession", user="alice") == EXPIRED


@pytest.mark.parametrize("use", ["phone.checkSession", "phone.getUserInfo", "phone.getPhoneNumber", "phone.login"])
def test_the_user_s_use_keeps_a_key_alive(use: str) -> None:
    phones = Phones(key_policy=KeyPolicy("never", idle=HOUR))
    key = phones.log_in()["session_key"]
    for _ in range(5):
        phones.wait(HOUR - 1)
        phones.do(use, user="alice")
    assert phones.checks()
    assert phones.log_in()["session_key"] == key


@pytest.mark.parametrize("no_use", ["phone.chooseAvatar", "phone.nickname", "phone.pluginLogin"])
def test_what_needs_no_key_does_not_keep_one_alive(no_use: str) -> None:
    phones = Phones(key_policy=KeyPolicy(idle=HOUR))
    phones.do("phone.login", user="alice")
    phones.wait(HOUR - 1)
    phones.do(no_use, user="alice")
    phones.wait(1)
    assert not phones.checks()


def test_an_exchange_tells_the_key_of_the_moment_and_not_the_one_of_its_code() -> None:
    phones = Phones(key_policy=KeyPolicy("always"))
    first = phones.do("phone.login", user="alice")["code"]
    newest = phones.log_in()["session_key"]
    query = {"appid": phones.app.appid, "secret": str(phones.app.secret), "js_code": first}
    told = phones.ask("/sns/jscode2session", {**query, "grant_type": "authorization_code"})
    assert told["session_key"] == newest


def test_a_login_between_two_taps_makes_the_backend_s_key_open_nothing_any_more() -> None:
    phones = Phones(key_policy=KeyPolicy("always"))
    session = phones.log_in()
    before = phones.do("phone.getPhoneNumber", user="alice")
    phones.do("phone.login", user="alice")
    after = phones.do("phone.getPhoneNumber", user="alice")
    assert "13800000001" in opened(before, session)
    with pytest.raises(ValueError):
        opened(after, session)


def test_a_plugin_login_gives_a_code_of_its_own_and_leaves_the_session_alone() -> None:
    phones = Phones(key_policy=KeyPolicy("always"))
    phones.do("phone.login", user="alice")
    told = phones.do("phone.pluginLogin", user="alice")
    assert list(told) == ["code", "errMsg"]
    assert told["errMsg"] == "pluginLogin:ok"
    assert phones.checks()
    session = phones.world.sessions.find(phones.app.appid, "alice")
    assert session is not None
    assert session.generation == 1


@pytest.mark.parametrize(
    ("deny", "text"),
    [
        (True, "timeout"),
        ("timeout", "timeout"),
        ("no_appid", "系统错误，错误码：41002,appid missing"),
        (
            "invalid_login",
            "INVALID_LOGIN,access_token expired [2026-01-01T08:00:00.000+08:00][wx00000000mockshop]",
        ),
    ],
)
def test_a_login_that_fails_gives_no_code_and_leaves_the_session_as_it_is(deny: object, text: str) -> None:
    phones = Phones()
    phones.log_in()
    assert phones.do("phone.login", user="alice", deny=deny) == {"errMsg": f"login:fail {text}"}
    assert phones.checks()
